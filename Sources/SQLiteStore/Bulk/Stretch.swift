import CSQLite
import Foundation
import GRDB
import RegistryCore

/// Takes texts in, one after the other, and knows where their words stand: the part of bulk indexing that needs no
/// database, so that it runs on another core before and while rows are stored.
///
/// Words are exactly full text's own. A text is cut at ASCII characters that are no letter or digit, where SQLite's
/// tokenizer always cuts; what stands between is looked up, and only what was not met before goes through the
/// tokenizer itself.
struct Stretch: ~Copyable {
    /// The number of tokens of each text in each column, as full text keeps them.
    private(set) var sizes = Bytes(capacity: 1 << 16)
    /// How many texts there were, and how many before this stretch.
    private(set) var count = 0
    private var before = 0
    /// Tokens in all, by column.
    private(set) var totals = [0, 0, 0, 0]

    private var occurrences = Occurrences()
    /// What stands between separators, and the word that it means, or its place in `several`.
    private var raw = WordTable()
    private var several: [[UInt32]] = []
    /// The words, with their numbers, and where in that table their bytes are.
    private var words = WordTable()
    private var places: [Range<Int>] = []
    private static let severalBit: UInt32 = 1 << 31
    /// Where the answers of the text at hand stand that are no title.
    private var others: [Range<Int>] = []

    private let database: DatabaseQueue
    private let tokenizer: any FTS5Tokenizer

    static func begun() throws -> Stretch {
        let database = try DatabaseQueue()
        let tokenizer = try database.inDatabase { try $0.makeTokenizer(FTS5TokenizerDescriptor(components: FullText.tokenizer)) }
        return Stretch(database, tokenizer)
    }

    private init(_ database: DatabaseQueue, _ tokenizer: any FTS5Tokenizer) {
        self.database = database
        self.tokenizer = tokenizer
    }

    /// Whether there is no text in it; one without words is a text too.
    var isEmpty: Bool { count == before }

    /// Whether another text of so many bytes fits into this stretch.
    func holds(_ bytes: Int) -> Bool {
        occurrences.count + bytes <= Occurrences.capacity && count - before < Occurrences.mostTexts && words.count + bytes < Occurrences.mostWords
            && tables + 2 * bytes <= 2 * Stretch.mostTables
    }

    /// About how much memory the words take, in bytes; from `mostTables` on the next stretch begins without them, as texts
    /// with ever new words would fill the memory.
    private var tables: Int { words.size + raw.size + places.count * MemoryLayout<Range<Int>>.stride }
    private static let mostTables = 48 << 20

    /// Takes the next text: an innovation's answers, as canonical JSON, and tags, as `SearchText` would put them into
    /// columns. One with more words than a stretch has room for is cut there.
    mutating func add(_ answers: UnsafeBufferPointer<UInt8>, tags: UnsafeBufferPointer<UInt8>) throws {
        var stored = StoredAnswers(ours: answers)
        var title = 0..<0
        others.removeAll(keepingCapacity: true)
        while let (name, value) = try stored.next() {
            if name.elementsEqual("title".utf8) { title = value } else { others.append(value) }
        }
        var counts = (title: 0, tags: 0, body: 0)
        try scan(json: answers, title, column: 0, &counts.title)
        try scan(tags, 1, &counts.tags)
        for value in others { try scan(json: answers, value, column: 2, &counts.body) }
        for (column, count) in [counts.title, counts.tags, counts.body, 0].enumerated() {
            totals[column] += count
            sizes.append(varint: count)
        }
        count += 1
    }

    /// A value's words are those of its JSON, as quotes, brackets and commas stand in no word.
    private mutating func scan(json: UnsafeBufferPointer<UInt8>, _ value: Range<Int>, column: Int, _ tokens: inout Int) throws {
        let bytes = UnsafeBufferPointer(rebasing: json[value])
        guard let start = bytes.baseAddress, memchr(start, CInt(UInt8(ascii: "\\")), bytes.count) != nil else { return try scan(bytes, column, &tokens) }
        var plain: [UInt8] = []
        JSONValue.append(unescaping: bytes.span, to: &plain)
        let failure = plain.withUnsafeBufferPointer { bytes -> (any Error)? in
            do { try scan(bytes, column, &tokens) } catch { return error }
            return nil
        }
        if let failure { throw failure }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ column: Int, _ tokens: inout Int) throws {
        guard let start = bytes.baseAddress else { return }
        var at = 0
        while let piece = WordTable.piece(of: start, from: at, to: bytes.count) {
            at = piece.upperBound
            let meaning = try raw.value(of: start + piece.lowerBound, piece.count, room: bytes.count - piece.lowerBound)
                ?? learn(start + piece.lowerBound, piece.count)
            if meaning & Stretch.severalBit == 0 {
                note(meaning, column, &tokens)
            } else {
                for word in several[Int(meaning & ~Stretch.severalBit)] { note(word, column, &tokens) }
            }
        }
    }

    private mutating func note(_ word: UInt32, _ column: Int, _ tokens: inout Int) {
        guard occurrences.count < Occurrences.capacity else { return }
        occurrences.append(word: word, text: count - before, column: column, place: tokens)
        tokens += 1
    }

    /// What the tokenizer makes of something new.
    private mutating func learn(_ start: UnsafePointer<UInt8>, _ length: Int) throws -> UInt32 {
        let bytes = UnsafeBufferPointer(start: start, count: length)
        let found: [[UInt8]]
        if bytes.contains(where: { $0 >= 0xF0 }) {
            found = try tokens(of: Array(FullText.readable(String(decoding: bytes, as: UTF8.self)).utf8).span)
        } else {
            found = try tokens(of: bytes.span)
        }
        let numbers = found.map { number(of: $0) }
        let meaning: UInt32
        if numbers.count == 1 {
            meaning = numbers[0]
        } else {
            meaning = Stretch.severalBit | UInt32(several.count)
            several.append(numbers)
        }
        _ = raw.add(start, length, meaning)
        return meaning
    }

    /// By the tokenizer's own call, which needs no string for each new word and makes none of each token.
    private func tokens(of text: Span<UInt8>) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        let code = text.withUnsafeBytes { text in
            withUnsafeMutablePointer(to: &found) { found in
                tokenizer.tokenize(
                    context: found, tokenization: .document, pText: text.baseAddress?.assumingMemoryBound(to: CChar.self), nText: CInt(text.count)
                ) { found, _, token, count, _, _ in
                    guard let found, let token else { return SQLITE_OK }
                    let word = UnsafeRawBufferPointer(start: token, count: min(Int(count), Stretch.longest))
                    found.assumingMemoryBound(to: [[UInt8]].self).pointee.append(Array(word))
                    return SQLITE_OK
                }
            }
        }
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        return found
    }

    /// FTS5 cuts words longer than this (`FTS5_MAX_TOKEN_SIZE`).
    private static let longest = 32_768

    private mutating func number(of word: [UInt8]) -> UInt32 {
        word.withUnsafeBufferPointer { word in
            guard let start = word.baseAddress else { return 0 }
            if let known = words.value(of: start, word.count, room: word.count) { return known }
            let number = UInt32(places.count)
            places.append(words.add(start, word.count, number))
            occurrences.addWord()
            return number
        }
    }

    /// Hands over each word of the stretch with its list, in the order of the words' bytes, and begins the next one.
    ///
    /// A list is what full text's index keeps (https://www.sqlite.org/fts5.html, “FTS5 data structures”): for each text
    /// its number as a step from the one before, twice the length of its positions, and the positions. The first
    /// text's number is given apart, so that lists of several stretches can be joined.
    mutating func finish(_ body: (UnsafeBufferPointer<UInt8>, Int, borrowing Bytes) throws -> Void) rethrows {
        let sorted = sortedWords()
        occurrences.sort(by: sorted)
        var list = Bytes(capacity: 1 << 16), positions = Bytes()
        var index = 0
        for word in sorted {
            let end = occurrences.end(of: word)
            // Words of earlier stretches that none of these texts has.
            guard index < end else { continue }
            let first = occurrences[index].text
            var last = first
            list.removeAll()
            while index < end {
                let text = occurrences[index].text
                positions.removeAll()
                var column = 0, before = 0
                repeat {
                    let next = occurrences[index]
                    guard next.text == text else { break }
                    if next.column != column {
                        positions.append(1)
                        positions.append(varint: next.column)
                        (column, before) = (next.column, 0)
                    }
                    positions.append(varint: next.place - before + 2)
                    before = next.place
                    index += 1
                } while index < end
                if text != first { list.append(varint: text - last) }
                last = text
                list.append(varint: positions.count * 2)
                list.append(positions.start, positions.count)
            }
            try body(words.bytes(at: places[Int(word)]), self.before + first, list)
        }
        before = count
        if tables > Stretch.mostTables {
            words = WordTable()
            raw = WordTable()
            several = []
            places = []
        }
        occurrences.removeAll(words: places.count)
    }

    private func sortedWords() -> [UInt32] {
        // Most words differ in their first eight bytes, which are compared as one number.
        let keyed = places.indices.map { number in
            let word = words.bytes(at: places[number])
            var key: UInt64 = 0
            for place in 0..<8 { key = key << 8 | (place < word.count ? UInt64(word[place]) : 0) }
            return (key: key, number: UInt32(number))
        }
        let sorted = keyed.sorted { a, b in
            guard a.key == b.key else { return a.key < b.key }
            let (first, second) = (words.bytes(at: places[Int(a.number)]), words.bytes(at: places[Int(b.number)]))
            guard let start = first.baseAddress, let other = second.baseAddress else { return first.count < second.count }
            let order = memcmp(start, other, min(first.count, second.count))
            return order == 0 ? first.count < second.count : order < 0
        }
        return sorted.map(\.number)
    }
}
