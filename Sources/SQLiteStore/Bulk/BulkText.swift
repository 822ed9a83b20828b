import Foundation
import RegistryCore
import Synchronization

/// Full text of many innovations, made on any thread before they are stored: stretches of texts whose words are
/// sorted and put into a temporary file, to be joined into one segment of the index at the end.
final class BulkText: TextGathering {
    /// Nil once it was taken, to become a segment.
    private let state: Mutex<State?>

    struct State: ~Copyable {
        var stretch: Stretch
        var file: SpoolFile
        /// Where each stretch begins and ends in the file, in bytes.
        var runs: [Range<Int>] = []
    }

    /// - Parameter folder: where the temporary file is made; it has no name, so nothing is left of it.
    init(folder: String) throws {
        state = Mutex(State(stretch: try Stretch.begun(), file: try SpoolFile(folder: folder)))
    }

    func add(_ rows: PreparedRows) throws {
        try state.withLock { state in try state?.add(rows) }
    }

    func finish() throws { try state.withLock { state in try state?.spill() } }

    /// Hands over what was gathered, all of it in the file; nil when it was handed over before.
    func taken() throws -> State? {
        var taken = state.withLock { state in state.take() }
        try taken?.spill()
        return taken
    }
}

extension BulkText.State {
    mutating func add(_ rows: PreparedRows) throws {
        try rows.withMemory { memory in
            for index in rows.indices {
                guard let answers = memory.part(.fields, of: rows[index]), let tags = memory.part(.tags, of: rows[index]) else { continue }
                if !stretch.holds(answers.count + tags.count) { try spill() }
                try stretch.add(answers, tags: tags)
            }
        }
    }

    /// Each word with its list, in the words' order: its length and bytes, its first text, its list's length and bytes.
    mutating func spill() throws {
        guard !stretch.isEmpty else { return }
        let start = file.count
        var record = Bytes(capacity: 1 << 19)
        try stretch.finish { word, first, list in
            record.append(varint: word.count)
            if let start = word.baseAddress { record.append(start, word.count) }
            record.append(varint: first)
            record.append(varint: list.count)
            record.append(list.start, list.count)
            if record.count > 1 << 18 {
                try file.append(record.buffer)
                record.removeAll()
            }
        }
        try file.append(record.buffer)
        if file.count > start { runs.append(start..<file.count) }
    }
}
