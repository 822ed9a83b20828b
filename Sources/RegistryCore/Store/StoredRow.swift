import Foundation

/// A row of an engine's answer, by the places of its columns from 0. What cannot be there in a registry that is whole is
/// a problem, not a crash.
public protocol StoredRow {
    func optionalText(_ place: Int) throws -> String?
    func optionalWhole(_ place: Int) throws -> Int?
    func optionalNumber(_ place: Int) throws -> Double?
    func optionalBytes(_ place: Int) throws -> [UInt8]?
}

extension StoredRow {
    public func text(_ place: Int) throws -> String { try optionalText(place).orDamaged("a text is missing") }
    public func whole(_ place: Int) throws -> Int { try optionalWhole(place).orDamaged("a number is missing") }
    public func bytes(_ place: Int) throws -> [UInt8] { try optionalBytes(place).orDamaged("bytes are missing") }
    public func digest(_ place: Int) throws -> Digest { try Digest(bytes: try bytes(place)).orDamaged("a digest is not 32 bytes") }

    public func home(_ place: Int) throws -> HomeName { try HomeName(rawValue: try text(place)).orDamaged("a home has no name") }
    public func uid(_ place: Int) throws -> UID { try UID(try text(place)).orDamaged("a uid is none") }
    public func moment(_ place: Int) throws -> Date { try Moment.date(try text(place)).orDamaged("a moment is none") }

    public func choice<Choice: RawRepresentable>(_ place: Int, _ type: Choice.Type = Choice.self) throws -> Choice where Choice.RawValue == String {
        try Choice(rawValue: try text(place)).orDamaged("a word is none of those known")
    }

    /// A subject by its type and its key.
    public func subject(_ type: Int, _ key: Int) throws -> Subject {
        try Subject(type: try text(type), key: try text(key)).orDamaged("a subject is none")
    }

    public func json(_ place: Int) throws -> JSONValue { try JSONValue(stored: try text(place)) }
    public func fields(_ place: Int) throws -> Fields { try Fields(stored: try text(place)) }
    public func texts(_ place: Int) throws -> [String] { try [String](stored: try text(place)) }
}

extension Subject {
    /// The key by which it is compared: people by their names' keys.
    public var comparedKey: String { if case .person(let name) = self { Person.key(name) } else { key } }
    /// The name as it was written, where the compared key does not say it.
    public var writtenName: String? { key == comparedKey ? nil : key }
}

extension JSONValue {
    /// Throws `unavailable` when what an engine kept is not JSON.
    public init(stored text: String) throws {
        do { self = try JSONValue(parsing: text) } catch { throw Problem.damaged("a text is not JSON") }
    }
}

extension Fields {
    public init(stored text: String) throws {
        guard let object = try JSONValue(stored: text).object else { throw Problem.damaged("fields are no JSON object") }
        self.init(minimumCapacity: object.members.count)
        for (name, json) in object.members {
            self[name] = try FieldValue(json: json).orDamaged("the field “\(name)” has no value")
        }
    }

    /// As canonical JSON.
    public var stored: String { JSONValue.object(JSONObject(map { ($0.key, $0.value.json) })).canonical }
}

extension [String] {
    public init(stored text: String) throws {
        let array = try JSONValue(stored: text).array.orDamaged("a list is no JSON array")
        self = try array.map { try $0.string.orDamaged("a list holds something that is no text") }
    }

    public var stored: String { JSONValue.array(map(JSONValue.string)).canonical }
}

extension String {
    /// Searched by `memchr`, as every text that is kept passes here. Engines hand texts over as C does, which end at a NUL.
    public var holdsNUL: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
    }
}

extension Problem {
    public static func damaged(_ what: String) -> Problem {
        Problem(.unavailable, "the registry is damaged: \(what)", next: "copy it aside, then run verify, or restore a backup")
    }
}

extension Optional {
    /// What must be there in a registry that is whole.
    public func orDamaged(_ what: @autoclosure () -> String) throws -> Wrapped {
        guard let self else { throw Problem.damaged(what()) }
        return self
    }
}
