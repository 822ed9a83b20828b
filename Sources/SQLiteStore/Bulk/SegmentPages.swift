/// Lays a sorted list of words and where they stand out in pages, as a segment of full text's index.
///
/// The layout is FTS5's, documented in “FTS5 data structures” (https://www.sqlite.org/fts5.html, section 7) and at the
/// head of SQLite's `fts5_index.c`; it has not changed since FTS5 came, as files must stay readable. `integrity-check`
/// reads every page back, and the tests run it over many shapes of text.
struct SegmentPages: ~Copyable {
    /// Where pages go. Rows are those of the table `search_data`, by number within the segment.
    protocol Sink: AnyObject {
        /// A page of words and lists.
        func leaf(_ number: Int, _ bytes: borrowing Bytes) throws
        /// A page of a list's own index: its height over the leaves, its number, and its bytes.
        func listIndex(height: Int, _ number: Int, _ bytes: borrowing Bytes) throws
        /// Where to look for words from `prefix` on.
        func entry(_ prefix: borrowing Bytes, page: Int, hasListIndex: Bool) throws
    }

    /// Full text's default size of a page, in bytes.
    private static let size = 4050
    /// A list over fewer pages without a word of their own has no index.
    private static let fewest = 4

    private struct Level: ~Copyable {
        var bytes = Bytes()
        var page = 0
        var before = 0
        var isBegun = false
    }

    private let sink: any Sink
    private var page = Bytes(capacity: 4200)
    private var footer = Bytes(capacity: 4200)
    private var number = 1
    private var lastOffset = 0
    private var word = Bytes()
    private var hasWord = false
    private var hasRow = false
    private var isFirstOfList = true
    private var lastRow = 0
    private var entryPrefix = Bytes()
    private var entryPage = 1
    private var wordlessPages = 0
    private var leafLevel = Level()
    /// What the pages above the lowest ones of a list's index lead to; only a list over a thousand pages has any.
    private var above: [(row: Int, page: Int)] = []

    init(into sink: any Sink) {
        self.sink = sink
        clear()
    }

    /// How many pages there are; final once `finish` was called.
    var count: Int { number - 1 }

    /// Begins the list of the next word, which is larger than all before.
    ///
    /// - Parameter next: its bytes, with the mark of the main index in front.
    mutating func begin(_ next: borrowing Bytes) throws {
        if page.count + footer.count + next.count + 2 >= Self.size, page.count > 4 { try flush() }
        footer.append(varint: page.count - lastOffset)
        lastOffset = page.count
        var shared = 0
        if hasWord {
            shared = Bytes.common(word, next)
            page.append(varint: shared)
        } else if number != 1 {
            // What leads here is larger than every word before, and no larger than this one.
            let length = word.count == 0 ? next.count : 1 + Bytes.common(word, next)
            try finishEntry()
            entryPrefix.removeAll()
            entryPrefix.append(next.start, length)
            entryPage = number
        }
        page.append(varint: next.count - shared)
        page.append(next.start + shared, next.count - shared)
        word.removeAll()
        word.append(next.start, next.count)
        (hasWord, hasRow, isFirstOfList) = (true, true, true)
        leafLevel.page = number
    }

    /// Adds a row to the word's list, larger than all before, with its positions.
    mutating func add(_ row: Int, _ positions: UnsafePointer<UInt8>, _ length: Int) throws {
        if page.count + footer.count >= Self.size { try flush() }
        if !hasRow {
            page.put(page.count, at: 0)
            try noteInIndex(row)
        }
        page.append(varint: isFirstOfList || !hasRow ? row : row - lastRow)
        (lastRow, isFirstOfList, hasRow) = (row, false, true)
        page.append(varint: length * 2)
        var at = 0
        while page.count + footer.count + (length - at) >= Self.size {
            // Numbers are never cut in two by the end of a page.
            let wanted = Self.size - page.count - footer.count
            var end = at
            while end - at < wanted, end < length { _ = Bytes.varint(positions, &end) }
            page.append(positions + at, end - at)
            at = end
            try flush()
        }
        page.append(positions + at, length - at)
    }

    /// Adds rows as they stand one after the other in a list: the first one's number is given, and `list` begins with the
    /// length of its positions. As many as fit onto a page are copied at once.
    ///
    /// - Parameter isWhole: whether the list ends there; else its last row may be cut, and is left.
    /// - Returns: how many bytes were taken, and the last row in them.
    mutating func add(_ first: Int, list: UnsafePointer<UInt8>, _ length: Int, isWhole: Bool) throws -> (taken: Int, last: Int) {
        var (at, row) = (0, first)
        while true {
            let count = Bytes.varint(list, &at) / 2
            try add(row, list + at, count)
            at += count
            // The first row on a page is written by itself.
            let (from, room) = (at, hasRow ? Self.size - page.count - footer.count : 0)
            var isFull = false
            while isWhole ? at < length : length - at >= RunCursor.mostNumbers {
                var next = at
                let step = Bytes.varint(list, &next)
                next += Bytes.varint(list, &next) / 2
                if next > length { break }
                isFull = next - from >= room
                if isFull { break }
                (at, row) = (next, row + step)
            }
            page.append(list + from, at - from)
            lastRow = row
            guard isFull else { return (at, row) }
            row += Bytes.varint(list, &at)
        }
    }

    mutating func finish() throws {
        if page.count > 4 { try flush() }
        if number > 1 { try finishEntry() }
    }

    private mutating func clear() {
        page.removeAll()
        for _ in 0..<4 { page.append(0) }
        footer.removeAll()
        lastOffset = 0
        (hasWord, hasRow) = (false, false)
    }

    private mutating func flush() throws {
        page.put(page.count, at: 2)
        if hasWord {
            page.append(footer.start, footer.count)
        } else {
            if !hasRow, leafLevel.isBegun { leafLevel.bytes.append(varint: 0) }
            wordlessPages += 1
        }
        try sink.leaf(number, page)
        number += 1
        clear()
    }

    /// The page that the last entry leads to, and those without words after it, are done.
    private mutating func finishEntry() throws {
        guard entryPage != 0 else { return }
        let hasListIndex = leafLevel.isBegun && wordlessPages >= Self.fewest
        if hasListIndex { try writeListIndex() }
        leafLevel.bytes.removeAll()
        leafLevel.isBegun = false
        above.removeAll()
        wordlessPages = 0
        try sink.entry(entryPrefix, page: entryPage, hasListIndex: hasListIndex)
        entryPage = 0
    }

    /// Notes the first row of a page in the list's index.
    private mutating func noteInIndex(_ row: Int) throws {
        if leafLevel.isBegun, leafLevel.bytes.count >= Self.size {
            // Not the topmost page, which its first byte says.
            leafLevel.bytes.start[0] = 1
            try sink.listIndex(height: 0, leafLevel.page, leafLevel.bytes)
            if above.isEmpty { above.append((SegmentPages.firstRow(leafLevel.bytes), leafLevel.page)) }
            leafLevel.page += 1
            above.append((row, leafLevel.page))
            leafLevel.bytes.removeAll()
            leafLevel.isBegun = false
        }
        if leafLevel.isBegun {
            leafLevel.bytes.append(varint: row - leafLevel.before)
        } else {
            leafLevel.bytes.append(above.isEmpty ? 0 : 1)
            leafLevel.bytes.append(varint: number)
            leafLevel.bytes.append(varint: row)
            leafLevel.isBegun = true
        }
        leafLevel.before = row
    }

    private static func firstRow(_ bytes: borrowing Bytes) -> Int {
        var at = 1
        _ = Bytes.varint(bytes.start, &at)
        return Bytes.varint(bytes.start, &at)
    }

    /// The last page of the lowest level, and the levels above it.
    private mutating func writeListIndex() throws {
        try sink.listIndex(height: 0, leafLevel.page, leafLevel.bytes)
        var values = above
        var height = 1
        while !values.isEmpty {
            var above: [(row: Int, page: Int)] = []
            var pageNumber = values[0].page
            var bytes = Bytes(capacity: Self.size + 20)
            var before = 0
            func isWhole(_ bytes: borrowing Bytes) -> Bool { bytes.count >= SegmentPages.size }
            for (place, value) in values.enumerated() {
                if place > 0, isWhole(bytes) {
                    bytes.start[0] = 1
                    try sink.listIndex(height: height, pageNumber, bytes)
                    if above.isEmpty { above.append((SegmentPages.firstRow(bytes), pageNumber)) }
                    pageNumber += 1
                    above.append((value.row, pageNumber))
                    bytes.removeAll()
                }
                if bytes.count == 0 {
                    bytes.append(above.isEmpty ? 0 : 1)
                    bytes.append(varint: value.page)
                    bytes.append(varint: value.row)
                } else {
                    bytes.append(varint: value.row - before)
                }
                before = value.row
            }
            try sink.listIndex(height: height, pageNumber, bytes)
            values = above
            height += 1
        }
    }
}
