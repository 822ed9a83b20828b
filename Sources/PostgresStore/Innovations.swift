import Foundation
import RegistryCore

/// Innovations by their keys, their tags and their signals.
extension PostgresTransaction {
    /// - Parameter home: the innovation's home, as SQL.
    static func innovationColumns(of home: SQL = "i.home") -> SQL {
        """
        i.home, i.number, i.uid, i.source, i.source_id, i.submitter, i.stage, i.visibility, i.held, i.version, i.created, i.updated, i.fields,
        (SELECT coalesce(json_agg(t.tag ORDER BY t.tag), '[]') FROM tag AS t WHERE t.home = \(home) AND t.innovation = i.number)
        """
    }

    /// The home of `i`, a row of `innovation` of that home, for a question within the question for the row. A cluster sends
    /// the whole to one server only where each table's home is said.
    func home(of home: HomeName) -> SQL { isDistributed ? "\(home)" : "i.home" }

    static func innovation(_ row: Columns) throws -> Innovation { try Innovation(KeptAnswers(row: row, place: 12)) }

    /// Within a write nobody else changes it until that has ended.
    func innovation(_ number: Int, in home: HomeName) throws -> Innovation? {
        try hold(number, in: home)
        let found = try first("SELECT \(Self.innovationColumns(of: self.home(of: home))) FROM innovation AS i WHERE i.home = \(home) AND i.number = \(number)", Self.innovation)
        if isWriting, found != nil { holds(number, in: home) }
        return found
    }

    /// Remembers that nobody else changes it: who goes through very many asks for those before once more.
    private func holds(_ number: Int, in home: HomeName) {
        if held.count >= Self.mostHeld { held.removeAll() }
        held.insert(Place(number: number, home: home))
    }

    private static let mostHeld = 20_000

    /// With what is asked next: the answer to that is what is there once it is held.
    func hold(_ number: Int, in home: HomeName) throws {
        guard isWriting, !held.contains(Place(number: number, home: home)) else { return }
        try later("SELECT hold(\(home), \(number))")
    }

    func innovations(_ numbers: [Int], in home: HomeName) throws -> [Innovation] {
        if isWriting { try hold(numbers, in: home) }
        let found = try all("""
            SELECT \(Self.innovationColumns(of: self.home(of: home))) FROM unnest(\(numbers)::bigint[]) AS n
            JOIN LATERAL (SELECT i.* FROM innovation AS i WHERE i.home = \(home) AND i.number = n OFFSET 0) AS i ON true ORDER BY i.number
            """, Self.innovation)
        if isWriting { for innovation in found { holds(innovation.number, in: home) } }
        return found
    }

    /// One after the other as they are given, so that who goes through others in the same order waits for this one at the first
    /// that both want.
    func hold(_ numbers: [Int], in home: HomeName) throws {
        let free = numbers.filter { !held.contains(Place(number: $0, home: home)) }
        guard !free.isEmpty else { return }
        guard !isDistributed else { return try free.forEach { try hold($0, in: home) } }
        try later("SELECT hold(\(home), n) FROM unnest(\(free)::bigint[]) WITH ORDINALITY AS u (n, place) ORDER BY place")
    }

    /// The latest, as an import after an undo takes a row afresh.
    func innovation(source: String, sourceID: String, in home: HomeName) throws -> Innovation? {
        try first(
            """
            SELECT \(Self.innovationColumns(of: self.home(of: home))) FROM innovation AS i
            WHERE i.home = \(home) AND i.source = \(source) AND i.source_id = \(sourceID) ORDER BY i.number DESC LIMIT 1
            """, Self.innovation)
    }

    func insert(_ innovation: Innovation) throws {
        let added = try run("""
            INSERT INTO innovation (home, number, uid, source, source_id, submitter, submitter_key, stage, visibility, held, version, created, updated, fields)
            VALUES (\(innovation.home), \(innovation.number), \(innovation.uid), \(innovation.source), \(innovation.sourceID), \(innovation.submitter),
                \(Person.key(innovation.submitter)), \(innovation.stage), \(innovation.visibility.rawValue), \(innovation.held), \(innovation.version),
                \(Moment.text(innovation.created)), \(Moment.text(innovation.updated)), \(KeptAnswers.kept(innovation.fields)))
            ON CONFLICT DO NOTHING
            """)
        guard added == 1 else { throw Problem(.refused, "one of the same key is there already", value: innovation.reference.description) }
        let place = Place(number: innovation.number, home: innovation.home)
        unsearched.insert(place)
        holds(innovation.number, in: innovation.home)
        try insertTags(of: innovation)
    }

    func update(_ innovation: Innovation, expecting version: Int) throws {
        let changed = try run("""
            UPDATE innovation SET uid = \(innovation.uid), source = \(innovation.source), source_id = \(innovation.sourceID), submitter = \(innovation.submitter),
                submitter_key = \(Person.key(innovation.submitter)), stage = \(innovation.stage), visibility = \(innovation.visibility.rawValue),
                held = \(innovation.held), version = \(innovation.version), created = \(Moment.text(innovation.created)),
                updated = \(Moment.text(innovation.updated)), fields = \(KeptAnswers.kept(innovation.fields))
            WHERE home = \(innovation.home) AND number = \(innovation.number) AND version = \(version)
            """)
        guard changed == 1 else { throw try refusal(of: innovation, version) }
        try later("SELECT clear_tags(\(innovation.home), \(innovation.number))")
        try insertTags(of: innovation)
    }

    /// Why no row was changed.
    func refusal(of innovation: Innovation, _ version: Int) throws -> Problem {
        let stored = try first("SELECT version FROM innovation WHERE home = \(innovation.home) AND number = \(innovation.number)") { try $0.whole(0) }
        guard let stored else { return Problem(.noInput, "there is no such innovation", value: innovation.reference.description) }
        guard stored != version else { return .notAllowed(store.location) }
        return Problem(
            .refused, "somebody else changed it meanwhile", value: innovation.reference.description,
            details: ["it is at version \(stored), and this change was made to version \(version)"], next: "show \(innovation.reference)")
    }

    private func insertTags(of innovation: Innovation) throws {
        guard !innovation.tags.isEmpty else { return }
        guard !isDistributed else {
            for tag in innovation.tags { try later("INSERT INTO tag (home, innovation, tag) VALUES (\(innovation.home), \(innovation.number), \(tag))") }
            return
        }
        try later("INSERT INTO tag (home, innovation, tag) SELECT \(innovation.home), \(innovation.number)::bigint, t FROM unnest(\(innovation.tags)::text[]) AS t")
    }

    func signals(of innovation: Int, in home: HomeName) throws -> [SignalName: Double] {
        let pairs = try all("SELECT name, value FROM signal WHERE home = \(home) AND innovation = \(innovation)") { (try $0.text(0), try $0.optionalNumber(1) ?? 0) }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }

    func set(_ signals: [SignalName: Double], of innovation: Int, in home: HomeName) throws {
        try later("SELECT clear_signals(\(home), \(innovation))")
        // One that cannot be computed is absent, on every engine.
        let computed = signals.filter { !$0.value.isNaN }.sorted { $0.key < $1.key }
        guard !computed.isEmpty else { return }
        guard !isDistributed else {
            for (name, value) in computed { try later("INSERT INTO signal (home, innovation, name, value) VALUES (\(home), \(innovation), \(name), \(value))") }
            return
        }
        try later("""
            INSERT INTO signal (home, innovation, name, value)
            SELECT \(home), \(innovation)::bigint, s.name, s.value FROM unnest(\(computed.map(\.key))::text[], \(computed.map(\.value))::float8[]) AS s (name, value)
            """)
    }
}

/// A row one of whose columns holds answers as `jsonb`, which knows no NUL: it stands as two characters, of which the
/// first is one that Unicode leaves to private use (U+F8FE) and is itself doubled.
struct KeptAnswers: StoredRow {
    let row: Columns
    let place: Int

    private static let mark: Unicode.Scalar = "\u{F8FE}"

    func optionalText(_ place: Int) throws -> String? {
        let text = try row.optionalText(place)
        // Nearly no text has the first byte of that character.
        guard let text, place == self.place, text.utf8.contains(0xEF), text.unicodeScalars.contains(KeptAnswers.mark) else { return text }
        var plain = "", rest = text.unicodeScalars[...]
        while let mark = rest.firstIndex(of: KeptAnswers.mark) {
            plain.unicodeScalars += rest[..<mark]
            rest = rest[mark...].dropFirst()
            switch rest.first {
            case KeptAnswers.mark: plain += "\u{F8FE}"
            case "0": plain += "\\u0000"
            // Written by another program than this one: it stands for itself.
            default:
                plain += "\u{F8FE}"
                continue
            }
            rest = rest.dropFirst()
        }
        plain.unicodeScalars += rest
        return plain
    }

    func optionalWhole(_ place: Int) throws -> Int? { try row.optionalWhole(place) }
    func optionalNumber(_ place: Int) throws -> Double? { try row.optionalNumber(place) }
    func optionalBytes(_ place: Int) throws -> [UInt8]? { try row.optionalBytes(place) }

    /// Answers that stand as JSON, as `jsonb` takes them; nil where they are that already.
    static func kept(_ json: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard holds("\\u0000", json) || holds("\u{F8FE}", json) else { return nil }
        return Array(kept(String(decoding: json, as: UTF8.self)).utf8)
    }

    private static func holds(_ text: StaticString, _ json: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = json.baseAddress else { return false }
        var at = 0
        while let found = memchr(start + at, CInt(text.utf8Start[0]), json.count - at) {
            at = start.distance(to: UnsafePointer(found.assumingMemoryBound(to: UInt8.self)))
            if json.count - at >= text.utf8CodeUnitCount, memcmp(start + at, text.utf8Start, text.utf8CodeUnitCount) == 0 { return true }
            at += 1
        }
        return false
    }

    /// Answers as JSON that `jsonb` takes.
    static func kept(_ fields: Fields) -> String { kept(fields.stored) }

    private static func kept(_ json: String) -> String {
        guard json.contains("\\u0000") || json.unicodeScalars.contains(mark) else { return json }
        var kept = String.UnicodeScalarView(), rest = json.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case mark: kept += [mark, mark]
            case "\\" where rest.starts(with: "u0000".unicodeScalars):
                kept += [mark, "0"]
                rest = rest.dropFirst(5)
            case "\\":
                kept.append(scalar)
                if let escaped = rest.popFirst() { kept.append(escaped) }
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }
}
