import RegistryCore

/// Reads one JSON object (RFC 8259) into cells: one for each column, which are the names of all members so far.
///
/// Members mostly come in the same order with the same names, so a name is compared with the next one of the record
/// before, byte by byte, and looked up only when it is another.
struct RecordParser {
    /// What is wrong with a record, and where: at which byte of it.
    struct Trouble: Error {
        var what: String
        var at: Int
    }

    private(set) var columns: [String] = []
    private var cells: [String] = []
    private var isSet: [Bool] = []
    private var byName: [String: Int] = [:]
    /// The members of the last record: their names as they stand in the file, and their columns.
    private var order: [(name: [UInt8], column: Int)] = []
    private var next = 0

    static let mostColumns = 10_000
    static let mostCell = 16 << 20
    /// Members of objects in objects are columns of their own down to here (`address.city`).
    static let flattened = 8
    static let deepest = 512
    /// What stands behind each value of a list.
    static let separator = String(ListText.mark)

    /// The cells of an object that takes up all of `bytes`, but for white space.
    mutating func cells(_ bytes: UnsafeBufferPointer<UInt8>) throws(Trouble) -> [String] {
        cells = Array(repeating: "", count: columns.count)
        isSet = Array(repeating: false, count: columns.count)
        next = 0
        var at = 0
        RecordParser.passBlanks(bytes, &at)
        guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else {
            throw Trouble(what: "is no object: a record is { \"title\": \"…\", … }", at: at)
        }
        try object(bytes, &at, prefix: "", depth: 1)
        RecordParser.passBlanks(bytes, &at)
        guard at == bytes.count else { throw Trouble(what: "has something after the end of the object", at: at) }
        return cells
    }

    private mutating func object(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, prefix: String, depth: Int) throws(Trouble) {
        at += 1
        RecordParser.passBlanks(bytes, &at)
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
            at += 1
            return
        }
        while true {
            RecordParser.passBlanks(bytes, &at)
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw Trouble(what: at < bytes.count ? "has something else where a member's name in double quotes should stand" : "ends within an object", at: at)
            }
            let name = try column(bytes, &at, prefix: prefix)
            RecordParser.passBlanks(bytes, &at)
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw Trouble(what: "has no colon after a member's name", at: at) }
            at += 1
            RecordParser.passBlanks(bytes, &at)
            try value(bytes, &at, name, depth: depth)
            RecordParser.passBlanks(bytes, &at)
            guard at < bytes.count else { throw Trouble(what: "ends within an object", at: at) }
            at += 1
            if bytes[at - 1] == UInt8(ascii: "}") { return }
            guard bytes[at - 1] == UInt8(ascii: ",") else { throw Trouble(what: "has no comma between two members", at: at - 1) }
            RecordParser.passBlanks(bytes, &at)
            if at < bytes.count, bytes[at] == UInt8(ascii: "}") { throw Trouble(what: "has a comma after the last member", at: at) }
        }
    }

    private enum Name {
        case column(Int)
        /// Not known as a column yet: an object becomes columns of its own.
        case new(String)
    }

    private mutating func column(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, prefix: String) throws(Trouble) -> Name {
        if prefix.isEmpty, next < order.count {
            let known = order[next]
            let end = at + 1 + known.name.count
            if end < bytes.count, bytes[end] == UInt8(ascii: "\""), RecordParser.equal(bytes, at + 1, known.name) {
                at = end + 1
                next += 1
                return .column(known.column)
            }
        }
        let start = at
        let name = prefix + (try JSONText.string(bytes, &at))
        guard let column = byName[name] else { return .new(name) }
        if prefix.isEmpty {
            let raw = Array(bytes[start + 1..<at - 1])
            if next < order.count { order[next] = (raw, column) } else { order.append((raw, column)) }
            next += 1
        }
        return .column(column)
    }

    private static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ name: [UInt8]) -> Bool {
        for index in name.indices where bytes[start + index] != name[index] { return false }
        return true
    }

    private mutating func value(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ name: Name, depth: Int) throws(Trouble) {
        let start = at
        if at < bytes.count, bytes[at] == UInt8(ascii: "{"), depth < RecordParser.flattened, case .new(let text) = name {
            return try object(bytes, &at, prefix: text + ".", depth: depth + 1)
        }
        let cell = try JSONText.cell(bytes, &at, depth: depth)
        guard cell.utf8.count <= RecordParser.mostCell else {
            throw Trouble(what: "has a value of more than \(RecordParser.mostCell >> 20) MiB", at: start)
        }
        let column: Int
        switch name {
        case .column(let known): column = known
        case .new(let text):
            guard columns.count < RecordParser.mostColumns else {
                throw Trouble(what: "brings more than \(RecordParser.mostColumns) different members", at: start)
            }
            column = columns.count
            columns.append(text)
            byName[text] = column
            cells.append("")
            isSet.append(false)
        }
        guard !isSet[column] else { throw Trouble(what: "has the member “\(columns[column])” twice", at: start) }
        cells[column] = cell
        isSet[column] = true
    }

    static func passBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
    }
}
