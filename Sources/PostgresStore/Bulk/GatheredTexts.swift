import Foundation
import RegistryCore
import Synchronization

/// The texts of an import on their way to full text: made into words on the thread that hands them over, and kept in a
/// temporary file until the rows are stored.
final class GatheredTexts: TextGathering {
    private struct State: ~Copyable {
        var vectors = TextVectors(words: 1 << 15)
        var spool: SpoolFile
        var waiting: [UInt8] = []
        /// Where in the file each text begins: how many words it has, and these.
        var places: [Int] = []

        /// How many texts are whole in the file.
        var readyCount = 0

        mutating func flush() throws {
            try waiting.withUnsafeBytes { try spool.append($0) }
            waiting.removeAll(keepingCapacity: true)
            readyCount = places.count
        }

        mutating func add(_ row: PreparedRows.Row, _ memory: PreparedRows.Memory) throws {
            let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
            try vectors.take(answers: memory.part(.fields, of: row) ?? nothing, tags: memory.part(.tags, of: row) ?? nothing)
            places.append(spool.count + waiting.count)
            withUnsafeBytes(of: vectors.length) { waiting += $0 }
            vectors.append(to: &waiting)
            if waiting.count > 1 << 20 { try flush() }
        }

        /// Behind a text's words.
        func end(of ordinal: Int) -> Int { ordinal + 1 < places.count ? places[ordinal + 1] : spool.count }
    }

    private let state: Mutex<State>

    init(folder: String) throws { state = Mutex(State(spool: try SpoolFile(folder: folder))) }

    func add(_ rows: PreparedRows) throws {
        try state.withLock { state in
            try rows.withMemory { memory in
                for index in rows.indices { try state.add(rows[index], memory) }
            }
        }
    }

    func finish() throws { try state.withLock { state in try state.flush() } }

    /// How many texts can be asked for by now.
    var readyCount: Int { state.withLock { $0.readyCount } }

    /// Calls `body` with the words of texts, as `tsvector` is sent in binary, and how many there are.
    ///
    /// - Parameter ordinals: places among all texts that were gathered, in their order.
    func each(_ ordinals: [Int], _ body: (_ index: Int, _ words: ArraySlice<UInt8>, _ length: Int) -> Void) throws {
        try state.withLock { state in
            guard let first = ordinals.first, let last = ordinals.last else { return }
            guard first >= 0, last >= first, last < state.readyCount else { throw GatheredTexts.cut }
            let start = state.places[first], count = state.end(of: last) - start
            let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try state.spool.read(into: UnsafeMutableRawBufferPointer(buffer), at: start)
            }
            guard bytes.count == count else { throw GatheredTexts.cut }
            for (index, ordinal) in ordinals.enumerated() {
                guard (first...last).contains(ordinal) else { throw GatheredTexts.cut }
                let text = bytes[state.places[ordinal] - start..<state.end(of: ordinal) - start]
                guard text.count >= MemoryLayout<Int>.size else { throw GatheredTexts.cut }
                let length = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: text.startIndex, as: Int.self) }
                body(index, text.dropFirst(MemoryLayout<Int>.size), length)
            }
        }
    }

    private static var cut: Problem { Problem(.inputOutput, "a temporary file of the import was cut; nothing was saved") }
}
