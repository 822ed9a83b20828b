import Foundation
import RegistryCore

struct RecordImporter: Importer {
    let name: String
    let extensions: [String]
    let isArray: Bool

    var summary: String { isArray ? "an array of objects" : "an object a line" }

    func rows(of source: ImportSource, options: [String: String], isStopped: @escaping @Sendable () -> Bool) throws -> any RowSource {
        if let encoding = options["encoding"], !["utf-8", "utf8"].contains(encoding.lowercased()) {
            throw Problem(.usage, "JSON is always UTF-8 (RFC 8259, section 8.1)", value: encoding, allowed: ["utf-8"])
        }
        return try RecordRows(ByteFeed(source, isStopped: isStopped), isArray: isArray, name: name)
    }
}

/// The records of a file of JSON as an import sees them.
///
/// In JSON Lines a broken line is one row's trouble, and reading goes on with the next. In an array nobody knows where
/// the next record begins once one is broken within its brackets, so that ends reading.
final class RecordRows: RowSource {
    private var feed: ByteFeed
    private let isArray: Bool
    private let format: String
    private var parser = RecordParser()
    /// Rows that were read to know the columns.
    private var ahead: [SourceRow] = []
    private var number = 0
    private var line = 1
    private var hasBegun = false
    private var isOver = false

    /// A record may be this long, in bytes.
    static let mostRecord = 32 << 20
    /// A broken record up to this long is handed back as it is, in bytes.
    static let mostRaw = 1 << 20

    init(_ feed: consuming ByteFeed, isArray: Bool, name: String) throws {
        self.feed = feed
        self.isArray = isArray
        format = name
        try begin()
        // Broken records bring no columns; after many of them it is another sort of file.
        while parser.columns.isEmpty, ahead.count < 100, let row = try read() { ahead.append(row) }
        guard let first = ahead.first else { throw problem("the file is empty: it holds no record", next: "check that it is the right file") }
        if parser.columns.isEmpty {
            throw problem("no record of this file can be read; the first \(first.trouble ?? "has no members")", line: first.line, next: "check that it is the right file")
        }
    }

    var columns: [String] { parser.columns }
    var detected: String { "UTF-8, " + (isArray ? "an array of records" : "a record a line") }
    var fraction: Double? { feed.fraction }

    func next() throws -> SourceRow? {
        guard !ahead.isEmpty else { return try read() }
        var row = ahead.removeFirst()
        if row.trouble == nil { row.cells += Array(repeating: "", count: parser.columns.count - row.cells.count) }
        return row
    }

    /// Passes over a mark, and says at once when this is another sort of file.
    private func begin() throws {
        while feed.count < 4, try feed.more() {}
        let head = Array(feed.bytes.prefix(4))
        let others: [(begins: [UInt8], what: String)] = [
            ([0x50, 0x4B], "a spreadsheet or another zip file"), ([0x1F, 0x8B], "a file that gzip packed"), ([0xFF, 0xFE], "UTF-16 text"),
            ([0xFE, 0xFF], "UTF-16 text"), ([0x25, 0x50, 0x44, 0x46], "a PDF"),
        ]
        if let other = others.first(where: { head.starts(with: $0.begins) }) {
            throw problem("this is no JSON: it looks like \(other.what)", next: "save it as UTF-8 JSON, or choose another format with --from")
        }
        // Every JSON text begins with two ASCII characters (RFC 4627, section 3).
        if head.count > 1, head[0] == 0 || head[1] == 0 {
            throw problem("this is no UTF-8: it looks like UTF-16 text", next: "save it as UTF-8 JSON")
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { feed.pass(3) }
    }

    private func problem(_ what: String, line: Int? = nil, next: String? = nil) -> Problem {
        Problem(.badInput, what, at: .init(file: feed.file, line: line), next: next)
    }

    private func read() throws -> SourceRow? { try isArray ? readElement() : readLine() }

    private func readLine() throws -> SourceRow? {
        while true {
            var searched = 0
            while true {
                let bytes = feed.bytes
                if let start = bytes.baseAddress, let end = memchr(start + searched, 0x0A, bytes.count - searched) {
                    if let row = try row(UnsafeRawPointer(end) - UnsafeRawPointer(start), passing: 1) { return row }
                    searched = 0
                    continue
                }
                searched = bytes.count
                guard searched <= RecordRows.mostRecord else { return try passLongLine() }
                guard try feed.more() else { break }
            }
            guard feed.count > 0 else { return nil }
            return try row(feed.count, passing: 0)
        }
    }

    /// A line that does not end within the limit: nothing of it is kept.
    private func passLongLine() throws -> SourceRow {
        let start = line
        while true {
            let bytes = feed.bytes
            if let begin = bytes.baseAddress, let end = memchr(begin, 0x0A, bytes.count) {
                feed.pass(UnsafeRawPointer(end) - UnsafeRawPointer(begin) + 1)
                line += 1
                break
            }
            feed.pass(bytes.count)
            guard try feed.more() else { break }
        }
        number += 1
        return SourceRow(row: number, line: start, cells: [], trouble: "is longer than \(RecordRows.mostRecord >> 20) MiB")
    }

    /// The record of so many bytes; nil when they are blank.
    private func row(_ count: Int, passing more: Int) throws -> SourceRow? {
        let bytes = UnsafeBufferPointer(rebasing: feed.bytes[0..<count])
        defer {
            line += more + (isArray ? bytes.count { $0 == 0x0A } : 0)
            feed.pass(count + more)
        }
        guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
        number += 1
        do {
            return SourceRow(row: number, line: line, cells: try parser.cells(bytes))
        } catch let trouble {
            let place = isArray ? "" : ", at character \(trouble.at + 1) of the line"
            // A row of megabytes that is broken is not mended in a spreadsheet.
            let raw = count <= RecordRows.mostRaw ? String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines) : nil
            return SourceRow(
                row: number, line: line, cells: [], trouble: trouble.what + place + ", at byte \(feed.offset + trouble.at + 1) of the file", raw: raw)
        }
    }

    private func readElement() throws -> SourceRow? {
        guard !isOver else { return nil }
        if !hasBegun {
            guard let byte = try nextByte() else { return nil }
            guard byte == UInt8(ascii: "[") else {
                throw problem(
                    byte == UInt8(ascii: "{") ? "this is one object, and a list of them is needed" : "this is no JSON array", line: line,
                    next: byte == UInt8(ascii: "{") ? "--from jsonl reads an object a line" : "check that it is the right file")
            }
            hasBegun = true
            feed.pass(1)
            if try nextByte() == UInt8(ascii: "]") { return try end() }
        }
        guard let byte = try nextByte() else { throw problem("the array is not closed: the file ends within it", line: line) }
        guard byte != UInt8(ascii: "]"), byte != UInt8(ascii: ",") else { throw problem("a record is missing before this \(byte == 0x5D ? "bracket" : "comma")", line: line) }
        let count = try elementLength()
        guard count > 0 else { throw problem("a closing bracket stands where a record should begin", line: line) }
        guard let row = try row(count, passing: 0) else { return nil }
        switch try nextByte() {
        case UInt8(ascii: ","): feed.pass(1)
        case UInt8(ascii: "]"): _ = try end()
        case nil: throw problem("the array is not closed: the file ends within it", line: line)
        default: throw problem("there is no comma between two records", line: line)
        }
        return row
    }

    private func end() throws -> SourceRow? {
        isOver = true
        feed.pass(1)
        if try nextByte() != nil { throw problem("there is something after the end of the array", line: line) }
        return nil
    }

    /// The next byte that is not blank, which is not passed.
    private func nextByte() throws -> UInt8? {
        while true {
            let bytes = feed.bytes
            var at = 0
            RecordParser.passBlanks(bytes, &at)
            line += bytes[0..<at].count { $0 == 0x0A }
            let byte = at < bytes.count ? bytes[at] : nil
            feed.pass(at)
            if let byte { return byte }
            guard try feed.more() else { return nil }
        }
    }

    /// How many bytes the next value takes: to the bracket that closes it, or to what follows a bare value.
    private func elementLength() throws -> Int {
        var at = 0, depth = 0
        var isInString = false, isEscaped = false
        while true {
            let bytes = feed.bytes
            while at < bytes.count {
                let byte = bytes[at]
                if isInString {
                    if isEscaped { isEscaped = false } else if byte == 0x5C { isEscaped = true } else if byte == 0x22 { isInString = false }
                } else if byte == 0x22 {
                    isInString = true
                } else if byte == 0x7B || byte == 0x5B {
                    depth += 1
                } else if byte == 0x7D || byte == 0x5D {
                    guard depth > 0 else { return at }
                    depth -= 1
                    if depth == 0 { return at + 1 }
                } else if byte == 0x2C, depth == 0 {
                    return at
                }
                at += 1
                guard at <= RecordRows.mostRecord else { throw problem("a record is longer than \(RecordRows.mostRecord >> 20) MiB", line: line) }
            }
            guard try feed.more() else {
                throw problem(isInString ? "a string is not closed in the record that begins here" : "the record that begins here is not closed", line: line)
            }
        }
    }
}
