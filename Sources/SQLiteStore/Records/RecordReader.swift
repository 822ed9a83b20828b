import GRDB
import RegistryCore

/// Makes records of an export from what is stored, byte by byte: most of it is JSON already, and is copied.
struct RecordReader {
    private let rows: RawStatement
    private let tags, signals: RowsBeside
    private let width: Int
    /// The columns of what the registry itself keeps.
    private let kept: [(property: KeptProperty, columns: [Int])]
    private let named: NamedColumns

    /// What a row has at each place.
    private enum Place: Int {
        case home, number, uid, source, sourceID, submitter, stage, visibility, held, created, updated, fields
    }

    static let columns = """
        i.home, i.number, i.uid, i.source, i.source_id, i.submitter, i.stage, i.visibility, i.held, i.created, i.updated, a.fields
        """

    init(_ query: Query, of columns: [ExportColumn], in transaction: SQLiteTransaction) throws {
        let db = transaction.db
        let (text, arguments) = try QuerySQL(query, in: transaction).records.build(db)
        let statement = try db.makeStatement(sql: text)
        try statement.setArguments(arguments)
        rows = RawStatement(statement)
        tags = try RowsBeside("SELECT innovation, tag FROM tag", then: "tag", db)
        signals = try RowsBeside("SELECT innovation, name, value FROM signal", then: "name", db)
        width = columns.count
        kept = KeptProperty.allCases.map { property in (property, columns.indices.filter { columns[$0].name == property.rawValue }) }
            .filter { !$0.columns.isEmpty }
        named = NamedColumns(columns.enumerated().filter { KeptProperty(rawValue: $1.name) == nil }.map { ($1.name, $0) })
    }

    mutating func each(_ body: (RecordBlock) throws -> Void) throws {
        var block = RecordBlock(columns: width)
        while try rows.next() {
            try add(to: &block)
            guard block.isFull else { continue }
            try body(block)
            block = RecordBlock(columns: width)
        }
        if !block.isEmpty { try body(block) }
    }

    private func add(to block: inout RecordBlock) throws {
        block.begin()
        let home = try rows.text(Place.home.rawValue).orDamaged("a home is missing")
        let number = rows.number(Place.number.rawValue)
        for (property, columns) in kept {
            for column in columns { try add(property, of: number, in: home, to: &block, at: column) }
        }
        try add(try rows.text(Place.fields.rawValue).orDamaged("an innovation has no answers"), to: &block)
        // An answer counts before a signal of its name.
        try signals.each(of: number, in: home) { row in
            guard let name = row.text(1) else { return }
            for column in named.columns(of: name) where !block.has(column) { block.set(column, to: .number(row.real(2))) }
        }
    }

    private func add(_ property: KeptProperty, of number: Int, in home: UnsafeBufferPointer<UInt8>, to block: inout RecordBlock, at column: Int) throws {
        let place: Place
        switch property {
        case .ref: return block.set(column, to: .string(Reference(number).description))
        case .tags: return try block.set(column) { out in try appendTags(of: number, in: home, to: &out) }
        case .uid: place = .uid
        case .stage: place = .stage
        case .visibility: place = .visibility
        case .held: place = .held
        case .submitter: place = .submitter
        case .created: place = .created
        case .updated: place = .updated
        case .source: place = .source
        case .sourceID: place = .sourceID
        }
        guard let text = rows.text(place.rawValue) else {
            guard [.held, .source, .sourceID].contains(property) else { throw Problem.damaged("a text is missing") }
            return
        }
        block.set(column) { JSONValue.write(utf8: text, to: &$0) }
    }

    private func appendTags(of number: Int, in home: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) throws {
        out.append(UInt8(ascii: "["))
        var isFirst = true
        try tags.each(of: number, in: home) { row in
            guard let tag = row.text(1) else { return }
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            JSONValue.write(utf8: tag, to: &out)
        }
        out.append(UInt8(ascii: "]"))
    }

    /// Answers stand as canonical JSON: they are copied in one piece, and each column is told where its value is.
    private func add(_ fields: UnsafeBufferPointer<UInt8>, to block: inout RecordBlock) throws {
        let start = block.append(fields)
        var answers = StoredAnswers(fields)
        var search = NamedColumns.Search()
        while let (name, value) = try answers.next() {
            for column in named.columns(of: name, &search) { block.set(column, at: start + value.lowerBound..<start + value.upperBound) }
        }
    }
}

extension SQLiteTransaction {
    func eachRecord(_ query: Query, of columns: [ExportColumn], _ body: (RecordBlock) throws -> Void) throws {
        try mapped(location) {
            var reader = try RecordReader(query, of: columns, in: self)
            try reader.each(body)
        }
    }
}
