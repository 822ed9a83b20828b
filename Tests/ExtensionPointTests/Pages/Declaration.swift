/// Something that a source file declares, with its documentation: what pages are made of.
struct Declaration: Sendable {
    /// The lines of its doc comment.
    var doc: [String]
    /// `protocol`, `struct`, `var`, `case`, …
    var keyword: String
    var name: String
    /// All of it before its body, on one line and without saying who may see it: `var letter: Character?`.
    var text: String
    /// The body, when it stands on the same line.
    var body: String?
    var isPublic: Bool
    var members: [Declaration] = []
    /// Where it stands: a path from the root of the package, and a line from 1.
    var file: String
    var line: Int

    static let types: Set<String> = ["protocol", "struct", "enum", "class", "extension"]

    /// The types that a protocol or a type builds on: what stands behind the colon.
    var inherited: [String] {
        guard Declaration.types.contains(keyword), let colon = text.firstIndex(of: ":") else { return [] }
        return text[text.index(after: colon)...].split { !$0.isLetter && !$0.isNumber && $0 != "." }.map(String.init)
    }

    /// The types that it names, in their order, those of its public members among them.
    var named: [String] {
        let own = (text + " " + (oneLineMembers ?? "")).matches(of: #/\b[A-Z][A-Za-z0-9]*/#).map { String($0.0) }
        return own + publicMembers.flatMap(\.named)
    }

    /// Those that others see: all of a protocol, and the cases of an enumeration.
    var publicMembers: [Declaration] {
        members.filter { $0.isPublic || keyword == "protocol" || $0.keyword == "case" }
    }

    /// What an enumeration has in one line.
    var oneLineMembers: String? { keyword == "enum" ? body : nil }

    /// An initializer that takes its type's properties: what they are is said where they stand.
    func isMemberwise(in type: Declaration) -> Bool {
        guard keyword == "init" else { return false }
        let properties = Set(type.members.map(\.name))
        let parameters = text.matches(of: #/[(,] ?(?:\w+ )?(\w+):/#).map { String($0.1) }
        return !parameters.isEmpty && parameters.allSatisfy(properties.contains)
    }
}
