import Foundation
import GRDB
import RegistryCore

/// The full text of innovations: FTS5 over `search_content`, kept up by hand, as the store uses no triggers.
enum FullText {
    /// Words by their stems, without diacritics, also those composed of several characters.
    static let tokenizer = ["porter", "unicode61", "remove_diacritics", "2"]

    /// The larger, the better a row fits: FTS5's own is negative.
    static let score = "-bm25(search, \(SearchText.weights.map { String($0) }.joined(separator: ", ")))"

    /// A text as it is indexed and asked for: pictures and NULs are blanks.
    ///
    /// FTS5 knows Unicode 6.1, and takes what came later for letters: so “great🙂” would be one word, and “great”
    /// would not find it. Nearly all of those are pictures, beyond the first plane, where UTF-8 takes four bytes.
    static func readable(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xF0 || $0 == 0 }) else { return text }
        var readable = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let facts = scalar.properties
            let isWord = scalar.value < 0x10000 && scalar.value > 0 || facts.isAlphabetic || facts.numericType != nil
            readable.append(isWord ? scalar : " ")
        }
        return String(readable)
    }

    /// Rewrites the index, so that words taken out of it are gone from the file as well. Their removal alone is one
    /// more note in the index, beside the words, until a merge happens to meet both.
    static func forgetRemoved(_ db: Database) throws {
        try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')")
    }

    /// Throws when the index and `search_content` do not say the same (`SQLITE_CORRUPT_VTAB`).
    static func check(_ db: Database) throws {
        try db.execute(sql: "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    }
}

extension SQLiteTransaction {
    func index(_ text: SearchText, of innovation: Int, in home: HomeName) throws {
        guard let id = try first("SELECT id FROM innovation WHERE home = ? AND number = ?", [home.rawValue, innovation], { try $0.whole(0) })
        else { throw Problem(.noInput, "there is no such innovation", value: Reference(innovation).description) }
        unsearched.remove(Unsearched(number: innovation, home: home))
        let new = text.readable
        let known = try searchedText(storedOf: id)
        let own = try ownText(of: innovation, in: home)
        let old = try known ?? (isSearched(id) ? own : nil)
        if new != old {
            if let old {
                try run(
                    "INSERT INTO search (search, rowid, title, tags, body, contributed) VALUES ('delete', ?, ?, ?, ?, ?)",
                    [id] + old.parts)
            }
            try run("INSERT INTO search (rowid, title, tags, body, contributed) VALUES (?, ?, ?, ?, ?)", [id] + new.parts)
        }
        if new == own {
            if known != nil { try run("DELETE FROM search_text WHERE id = ?", [id]) }
        } else if new != known {
            try store(new, as: id)
        }
    }

    /// The words that full text makes of a text: stems, in their order; none of a text without letters or digits.
    func stems(of text: String) throws -> [String] {
        let tokenizer = try self.tokenizer ?? db.makeTokenizer(FTS5TokenizerDescriptor(components: FullText.tokenizer))
        self.tokenizer = tokenizer
        return try tokenizer.tokenize(query: FullText.readable(text)).map(\.token)
    }

    func foundOtherwise(_ texts: [(innovation: Int, text: SearchText)], in home: HomeName) throws -> [Int] {
        try texts.filter { number, text in
            guard let id = try first("SELECT id FROM innovation WHERE home = ? AND number = ?", [home.rawValue, number], { try $0.whole(0) }) else { return false }
            if let known = try searchedText(storedOf: id) { return known != text.readable }
            return try !text.contributed.isEmpty || !isSearched(id)
        }.map(\.innovation)
    }

    func documentCount(in home: HomeName) throws -> Int {
        try first("SELECT count(*) FROM innovation WHERE home = ?", [home.rawValue]) { try $0.whole(0) } ?? 0
    }

    func documentCounts(of words: [String], in home: HomeName) throws -> [Int] {
        let alone = try isAlone(home)
        return try words.map { word in
            guard try !stems(of: word).isEmpty else { return 0 }
            let expression = WordQuestion.quoted(word)
            let sql = alone
                ? "SELECT count(*) FROM search WHERE search MATCH ?1"
                : "SELECT count(*) FROM search JOIN innovation AS i ON i.id = search.rowid WHERE search MATCH ?1 AND i.home = ?2"
            return try first(sql, alone ? [expression] : [expression, home.rawValue]) { try $0.whole(0) } ?? 0
        }
    }
}
