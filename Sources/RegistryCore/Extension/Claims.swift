/// Which plugin has which name, while an assembly is made.
///
/// Names are unique within their point; so are kinds' letters, and file endings among readers and writers.
struct Claims {
    private struct Claim: Hashable {
        var what: String
        var name: String

        /// By the name alone, which few share: every start hashes some hundreds.
        func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    private var ids = Set<String>()
    private var owners: [Claim: String] = [:]

    /// - Parameter count: of the plugins that will come.
    init(plugins count: Int) {
        ids.reserveCapacity(count)
        owners.reserveCapacity(count * 10)
    }

    /// Takes all names of a plugin, or none where one of them is taken. Throws a `Problem` that names both owners.
    mutating func take(_ plugin: any Plugin, _ extensions: [any Extension]) throws {
        guard Claims.isName(plugin.id) else {
            throw Problem(.plugin, "a plugin's id is lower-case words joined by hyphens", value: plugin.id)
        }
        guard !ids.contains(plugin.id) else {
            throw Problem(.plugin, "two plugins have the same id", value: plugin.id, next: "leave one of them out")
        }
        var own: [Claim] = []
        for claim in try extensions.flatMap({ try Claims.claims(of: $0, by: plugin.id) }) {
            guard let other = owners.updateValue(plugin.id, forKey: claim) else {
                own.append(claim)
                continue
            }
            for claim in own { owners[claim] = nil }
            if other != plugin.id { owners[claim] = other }
            let clash = other == plugin.id ? "the plugin “\(other)” brings it twice" : "the plugins “\(other)” and “\(plugin.id)” both bring it"
            throw Problem(.plugin, "two extensions have the same \(claim.what): \(clash)", value: claim.name, next: "rename one, or leave one of the plugins out")
        }
        ids.insert(plugin.id)
    }

    private static func claims(of value: any Extension, by owner: String) throws -> [Claim] {
        let what = type(of: value).point + " name"
        var claims = [Claim(what: what, name: value.name)]
        switch value.part {
        case .kind(let kind):
            guard let letter = kind.letter else { break }
            guard letter.isASCII, letter.isUppercase, letter != "P" else {
                throw Problem(.plugin, "the kind “\(kind.name)” of the plugin “\(owner)” needs a capital letter other than P", value: String(letter))
            }
            claims.append(Claim(what: "reference letter", name: String(letter)))
        case .importer(let importer): claims += importer.extensions.map { Claim(what: "importer ending", name: $0) }
        case .exporter(let exporter): claims += exporter.extensions.map { Claim(what: "exporter ending", name: $0) }
        case .naming(let value): claims += value.aliases.map { Claim(what: what, name: $0) }
        case .signal, .check, .gate, .channel, .section, .observer, .other: break
        }
        return claims
    }

    private static func isName(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
