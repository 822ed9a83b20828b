import Yams

/// A part of a YAML document, read strictly: a key that nobody asked for is an error that names file and line.
///
/// Everything that a home or a plugin configures is read through it: fields, stages, gates' parameters, plugins'
/// configuration. Errors are `Problem`s of kind `badInput`.
public struct Settings: Sendable {
    /// The file, or the configuration document, that errors name.
    public let file: String
    private let content: Content
    /// The line on which it stands, from 1.
    public let line: Int

    /// Yams' nodes are not Sendable; what the registry needs of them is.
    private indirect enum Content: Sendable {
        case scalar(String, quoted: Bool)
        case sequence([Settings])
        case mapping([(key: String, line: Int, value: Settings)])
    }

    /// Reads a document. An empty one is an empty mapping.
    public init(yaml: String, file: String) throws {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            let (what, line, column) = Settings.facts(of: error)
            throw Problem(
                .badInput, "this is not YAML: \(what)",
                at: .init(file: file, line: line, column: column.map { "character \($0)" }))
        }
        guard let node else {
            self.init(file: file, content: .mapping([]), line: 1)
            return
        }
        var room = Settings.mostValues
        try self.init(node: node, file: file, depth: 0, room: &room)
    }

    /// More in one document is nobody's settings: a few lines of aliases can stand for billions of values (“billion
    /// laughs”).
    private static let mostValues = 100_000

    /// No settings at all: what a plugin without configuration and a gate without parameters get.
    public static func none(file: String) -> Settings { Settings(file: file, content: .mapping([]), line: 1) }

    private init(file: String, content: Content, line: Int) {
        self.file = file
        self.content = content
        self.line = line
    }

    private init(node: Node, file: String, depth: Int, room: inout Int) throws {
        let line = node.mark?.line ?? 1
        room -= 1
        guard room >= 0 else { throw Problem(.badInput, "more than \(Settings.mostValues) values stand here, aliases counted as what they stand for", at: .init(file: file, line: line)) }
        guard depth < 32 else { throw Problem(.badInput, "nested deeper than 32 levels", at: .init(file: file, line: line)) }
        switch node {
        case .scalar(let scalar):
            self.init(file: file, content: .scalar(scalar.string, quoted: scalar.style != .plain && scalar.style != .any), line: line)
        case .sequence(let sequence):
            let items = try sequence.map { try Settings(node: $0, file: file, depth: depth + 1, room: &room) }
            self.init(file: file, content: .sequence(items), line: line)
        case .mapping(let mapping):
            var members: [(key: String, line: Int, value: Settings)] = []
            for (key, value) in mapping {
                let keyLine = key.mark?.line ?? line
                guard let name = key.scalar?.string else {
                    throw Problem(.badInput, "a key must be a word", at: .init(file: file, line: keyLine))
                }
                members.append((name, keyLine, try Settings(node: value, file: file, depth: depth + 1, room: &room)))
            }
            self.init(file: file, content: .mapping(members), line: line)
        case .alias:
            throw Problem(.badInput, "aliases are not read here", at: .init(file: file, line: line))
        }
    }

    private static func facts(of error: YamlError) -> (String, Int?, Int?) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (problem, mark.line, mark.column)
        case .duplicatedKeysInMapping(let keys, let context):
            ("the key \(keys.map { "“\($0)”" }.joined(separator: ", ")) stands twice", context.mark.line, nil)
        default: ("it cannot be read", nil, nil)
        }
    }
}

extension Settings {
    private var members: [(key: String, line: Int, value: Settings)]? {
        if case .mapping(let members) = content { members } else { nil }
    }

    /// Whether nothing at all is set here: an empty mapping.
    public var isNone: Bool { members?.isEmpty ?? false }

    /// The keys of a mapping, in their order; none when it is none.
    public var keys: [String] { members?.map(\.key) ?? [] }

    /// The part under that key, or nil when it is absent or `null`.
    public subscript(key: String) -> Settings? {
        guard let value = members?.first(where: { $0.key == key })?.value else { return nil }
        if case .scalar(let text, quoted: false) = value.content, ["", "~", "null"].contains(text) { return nil }
        return value
    }

    /// A problem that stands at this place.
    public func problem(
        _ what: String, value: String? = nil, allowed: [String] = [], nearest: String? = nil, next: String? = nil
    ) -> Problem {
        Problem(.badInput, what, value: value, at: .init(file: file, line: line), allowed: allowed, nearest: nearest, next: next)
    }

    /// Refuses every key but these; so a misspelt one is found, not ignored.
    public func only(_ known: [String]) throws {
        guard let members else { throw problem("a mapping (KEY: VALUE) should stand here") }
        for member in members where !known.contains(member.key) {
            throw Problem(
                .badInput, "there is no setting of that name here", value: member.key,
                at: .init(file: file, line: member.line), allowed: known, nearest: Nearest.match(member.key, among: known))
        }
    }

    /// This part without some of its keys: what is left for the one whose parameters they are.
    public func without(_ keys: Set<String>) -> Settings {
        Settings(file: file, content: .mapping((members ?? []).filter { !keys.contains($0.key) }), line: line)
    }

    /// This part as one text.
    public func text() throws -> String {
        guard case .scalar(let text, _) = content else { throw problem("one value should stand here") }
        return text
    }

    public func text(_ key: String) throws -> String {
        guard let value = self[key] else { throw problem("“\(key)” is missing") }
        return try value.text()
    }

    public func optionalText(_ key: String) throws -> String? { try self[key]?.text() }

    public func bool(_ key: String, default value: Bool) throws -> Bool {
        guard let setting = self[key] else { return value }
        switch try setting.text().lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        case let other: throw setting.problem("“\(key)” is true or false", value: other, allowed: ["true", "false"])
        }
    }

    public func number(_ key: String) throws -> Double? {
        guard let setting = self[key] else { return nil }
        let text = try setting.text()
        guard let number = Double(text), number.isFinite else {
            throw setting.problem("“\(key)” is a number", value: text)
        }
        return number
    }

    public func whole(_ key: String) throws -> Int? {
        guard let setting = self[key], let number = try number(key) else { return nil }
        guard let whole = Int(exactly: number) else { throw setting.problem("“\(key)” is a whole number", value: try setting.text()) }
        return whole
    }

    /// The items of a list under that key; none when it is absent.
    public func items(_ key: String) throws -> [Settings] {
        guard let value = self[key] else { return [] }
        guard case .sequence(let items) = value.content else { throw value.problem("“\(key)” is a list") }
        return items
    }

    public func texts(_ key: String) throws -> [String] { try items(key).map { try $0.text() } }

    /// The members of a mapping under that key, each with its part; none when it is absent.
    public func mapping(_ key: String) throws -> [(key: String, value: Settings)] {
        guard let value = self[key] else { return [] }
        guard let members = value.members else { throw value.problem("“\(key)” is a mapping (KEY: VALUE)") }
        return members.map { ($0.key, $0.value) }
    }

    /// One of the cases of an enumeration, by its raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, default value: Choice? = nil) throws -> Choice
    where Choice.RawValue == String {
        guard let setting = self[key] else {
            if let value { return value }
            throw problem("“\(key)” is missing", allowed: Choice.allCases.map(\.rawValue))
        }
        let text = try setting.text()
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue)
            throw setting.problem("“\(key)” has an unknown value", value: text, allowed: allowed, nearest: Nearest.match(text, among: allowed))
        }
        return choice
    }
}

extension Settings {
    /// The texts of a list, or one text as a list of one.
    public func textsOrOne() throws -> [String] {
        if case .sequence(let items) = content { return try items.map { try $0.text() } }
        return [try text()]
    }
}

extension Settings {
    /// The items, when this part is itself a list.
    public func elements() throws -> [Settings] {
        if case .sequence(let items) = content { return items }
        if case .mapping(let members) = content, members.isEmpty { return [] }
        throw problem("a list or a mapping (KEY: VALUE) should stand here")
    }
}

extension Settings {
    /// This part as JSON, its values as texts; what is absent or `null` is left out.
    public var json: JSONValue {
        switch content {
        case .scalar(let text, _): .string(text)
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let members): .object(JSONObject(members.filter { self[$0.key] != nil }.map { ($0.key, $0.value.json) }))
        }
    }

    /// Settings that were kept as JSON. They have no lines of their own.
    public init(json: JSONValue, file: String) {
        let content: Content = switch json {
        case .array(let items): .sequence(items.map { Settings(json: $0, file: file) })
        case .object(let object): .mapping(object.members.map { ($0.name, 1, Settings(json: $0.value, file: file)) })
        case .string(let text): .scalar(text, quoted: true)
        default: .scalar(json.isNull ? "" : json.line, quoted: false)
        }
        self.init(file: file, content: content, line: 1)
    }
}
