/// Which plugin has which name, while an assembly is made.
///
/// Names are unique within their point; so are kinds' letters, and file endings among readers and writers.
struct Claims {
    private struct Claim: Hashable {
        var what: String
        var name: String
    }

    private var ids = Set<String>()
    private var owners: [Claim: String] = [:]

    /// Takes all names of a plugin, or none where one of them is taken. Throws a `Problem` that names both owners.
    mutating func take(_ plugin: any Plugin, _ extensions: [any Extension]) throws {
        guard Claims.isName(plugin.id) else {
            throw Problem(.plugin, "a plugin's id is lower-case words joined by hyphens", value: plugin.id)
        }
        guard !ids.contains(plugin.id) else {
            throw Problem(.plugin, "two plugins have the same id", value: plugin.id, next: "leave one of them out")
        }
        var own = Set<Claim>()
        for claim in try extensions.flatMap({ try Claims.claims(of: $0, by: plugin.id) }) {
            let other = own.insert(claim).inserted ? owners[claim] : plugin.id
            guard let other else { continue }
            let clash = other == plugin.id ? "the plugin “\(other)” brings it twice" : "the plugins “\(other)” and “\(plugin.id)” both bring it"
            throw Problem(.plugin, "two extensions have the same \(claim.what): \(clash)", value: claim.name, next: "rename one, or leave one of the plugins out")
        }
        ids.insert(plugin.id)
        for claim in own { owners[claim] = plugin.id }
    }

    private static func claims(of value: any Extension, by owner: String) throws -> [Claim] {
        let what = type(of: value).point + " name"
        var claims = ([value.name] + value.aliases).map { Claim(what: what, name: $0) }
        switch value.part {
        case .kind(let kind):
            guard let letter = kind.letter else { break }
            guard letter.isASCII, letter.isUppercase, letter != "P" else {
                throw Problem(.plugin, "the kind “\(kind.name)” of the plugin “\(owner)” needs a capital letter other than P", value: String(letter))
            }
            claims.append(Claim(what: "reference letter", name: String(letter)))
        case .importer(let importer): claims += importer.extensions.map { Claim(what: "importer ending", name: $0) }
        case .exporter(let exporter): claims += exporter.extensions.map { Claim(what: "exporter ending", name: $0) }
        case .signal, .check, .gate, .channel, .section, .observer, .other: break
        }
        return claims
    }

    private static func isName(_ id: String) -> Bool {
        !id.isEmpty && id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }
}
