import GRDB

/// The rows of a table keyed by home and innovation, read beside innovations that come mostly in their order: where
/// most have none, as with tags and signals, an innovation costs a comparison and not a search.
final class RowsBeside {
    private let statement: RawStatement
    private var home: [UInt8] = []
    /// The innovation whose row the statement is at; nil behind the last.
    private var current: Int?
    /// All rows of this innovation and those after it are still to come.
    private var next = Int.max

    /// Rows that are passed one by one before it is worth while to search.
    private static let most = 16

    /// - Parameters:
    ///   - sql: selects from the table, with the innovation first.
    ///   - column: by which rows of one innovation are sorted.
    init(_ sql: String, then column: String, _ db: Database) throws {
        statement = try RawStatement(db, "\(sql) WHERE home = ? AND innovation >= ? ORDER BY innovation, \(column)")
    }

    /// Hands over the rows of one innovation.
    func each(of innovation: Int, in home: UnsafeBufferPointer<UInt8>, _ body: (RawStatement) throws -> Void) throws {
        if innovation < next || !self.home.elementsEqual(home) { try search(innovation, home) }
        var passed = 0
        while let at = current, at < innovation {
            passed += 1
            if passed > RowsBeside.most { try search(innovation, home) } else { try step() }
        }
        while current == innovation {
            try body(statement)
            try step()
        }
        next = innovation + 1
    }

    private func search(_ innovation: Int, _ home: UnsafeBufferPointer<UInt8>) throws {
        statement.reset()
        if !self.home.elementsEqual(home) {
            self.home = Array(home)
            statement.bind(1, String(decoding: home, as: UTF8.self))
        }
        statement.bind(2, innovation)
        try step()
    }

    private func step() throws { current = try statement.next() ? statement.number(0) : nil }
}
