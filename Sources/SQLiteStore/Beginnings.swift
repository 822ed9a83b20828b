import Foundation
import GRDB
import RegistryCore

/// What only repeats an innovation is not stored a second time.
///
/// The journal's first entry of an innovation, what an import last brought for it, and what full text was told of it
/// are all the same answers and tags, for as long as nobody changes them; and most rows of an import are never
/// changed. So those texts are null, or absent, and are derived when they are asked for. `writeOut` stores them just
/// before the first change, from the row as it still is. Measured at a million rows of 900 bytes: 2 GB instead of 5.
extension SQLiteTransaction {
    /// Whether the payload of an entry is what `beginning` derives.
    func repeatsBeginning(_ entry: Entry, _ text: String) throws -> Bool {
        guard [.submitted, .imported].contains(entry.action), case .innovation(let number) = entry.subject,
            let innovation = try innovation(number, in: entry.home), innovation.version == 1
        else { return false }
        return Entry.Payload(changes: innovation.beginnings, salt: []).text == text
    }

    /// The text of a payload that was not stored, as it repeats the innovation that it tells of.
    func beginning(of number: Int?, in home: HomeName) throws -> String {
        guard let number, let innovation = try innovation(number, in: home), innovation.version == 1 else {
            throw Problem.damaged("an entry repeats an innovation that is not as it began")
        }
        return Entry.Payload(changes: innovation.beginnings, salt: []).text
    }

    /// Stores what is derived from an innovation that is about to change.
    func writeOut(_ number: Int, in home: HomeName) throws {
        guard let (id, version) = try first(
            "SELECT id, version FROM innovation WHERE home = ? AND number = ?", [home.rawValue, number], { (try $0.whole(0), try $0.whole(1)) })
        else { return }
        if try searchedText(storedOf: id) == nil, try isSearched(id) { try store(ownText(of: number, in: home), as: id) }
        // Told which index: of two that begin with the home SQLite takes the key, and reads all that the home imported.
        try run(
            """
            UPDATE imported INDEXED BY imported_innovation SET fields = (SELECT a.fields FROM answers AS a WHERE a.id = ?3),
                tags = (SELECT json_group_array(tag) FROM
                    (SELECT t.tag FROM tag AS t WHERE t.home = ?1 AND t.innovation = ?2 ORDER BY t.tag))
            WHERE home = ?1 AND innovation = ?2 AND fields IS NULL
            """,
            [home.rawValue, number, id])
        guard version == 1 else { return }
        let payloads = try all(
            """
            SELECT p.id FROM entry AS e INDEXED BY entry_innovation JOIN payload AS p ON p.id = e.payload
            WHERE e.home = ? AND e.innovation = ? AND p.text IS NULL
            """,
            [home.rawValue, number]) { try $0.whole(0) }
        guard !payloads.isEmpty else { return }
        let text = try beginning(of: number, in: home)
        for payload in payloads { try run("UPDATE payload SET text = ? WHERE id = ?", [text, payload]) }
    }

    /// What full text says of an innovation that nobody added to.
    func ownText(of number: Int, in home: HomeName) throws -> SearchText {
        SearchText(try innovation(number, in: home).orDamaged("an innovation is missing")).readable
    }

    /// What full text was told of a row, where that is not its own text.
    func searchedText(storedOf id: Int) throws -> SearchText? {
        try first("SELECT title, tags, body, contributed FROM search_text WHERE id = ?", [id]) { row in
            SearchText(title: try row.text(0), tags: try row.text(1), body: try row.text(2), contributed: try row.text(3))
        }
    }

    /// Whether full text was told of a row at all.
    func isSearched(_ id: Int) throws -> Bool {
        try first("SELECT 1 FROM search_docsize WHERE id = ?", [id]) { _ in true } ?? false
    }

    func store(_ text: SearchText, as id: Int) throws {
        try run("INSERT OR REPLACE INTO search_text (id, title, tags, body, contributed) VALUES (?, ?, ?, ?, ?)", [id] + text.parts)
    }
}

extension SearchText {
    /// As full text is told it.
    var readable: SearchText {
        SearchText(
            title: FullText.readable(title), tags: FullText.readable(tags), body: FullText.readable(body),
            contributed: FullText.readable(contributed))
    }

    var parts: [(any DatabaseValueConvertible)?] { [title, tags, body, contributed] }
}

/// The functions of the view `search_content`.
enum SearchedText {
    static let functions = [
        function("searched_title") { SearchText.title(of: try Fields(stored: $0)) },
        function("searched_body") { SearchText.body(of: try Fields(stored: $0)) },
        function("readable") { $0 },
    ]

    private static func function(_ name: String, _ text: @escaping @Sendable (String) throws -> String) -> DatabaseFunction {
        DatabaseFunction(name, argumentCount: 1, pure: true) { values in
            guard let value = values.first, let given = String.fromDatabaseValue(value) else { return nil }
            return FullText.readable(try text(given))
        }
    }
}
