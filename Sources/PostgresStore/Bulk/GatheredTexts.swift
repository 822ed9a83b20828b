import Foundation
import RegistryCore
import Synchronization

/// The texts of an import on their way to full text: made into words on the thread that hands them over, and kept in a
/// temporary file until the rows are stored.
final class GatheredTexts: TextGathering {
    private struct State: ~Copyable {
        var spool: SpoolFile
        var waiting: [UInt8] = []
        /// Where in the file each text's words begin.
        var places: [Int] = []

        mutating func flush() throws {
            try waiting.withUnsafeBytes { try spool.append($0) }
            waiting.removeAll(keepingCapacity: true)
        }
    }

    private let state: Mutex<State>

    init(folder: String) throws { state = Mutex(State(spool: try SpoolFile(folder: folder))) }

    func add(_ texts: [SearchText]) throws {
        let vectors = texts.map(TextVector.init)
        try state.withLock { state in
            for vector in vectors {
                state.places.append(state.spool.count + state.waiting.count)
                withUnsafeBytes(of: vector.length) { state.waiting += $0 }
                state.waiting += vector.text.utf8
            }
            if state.waiting.count > 1 << 20 { try state.flush() }
        }
    }

    func finish() throws {
        try state.withLock { state in
            try state.flush()
            state.places.append(state.spool.count)
        }
    }

    /// The words of a text and how many there are, by its place among all that were gathered.
    func words(of ordinal: Int) throws -> (words: String, length: Int) {
        try state.withLock { state in
            guard ordinal >= 0, ordinal + 1 < state.places.count else { throw GatheredTexts.cut }
            let place = state.places[ordinal], count = state.places[ordinal + 1] - place
            let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = try state.spool.read(into: UnsafeMutableRawBufferPointer(buffer), at: place)
            }
            guard bytes.count == count, count >= MemoryLayout<Int>.size else { throw GatheredTexts.cut }
            let length = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
            return (String(decoding: bytes[MemoryLayout<Int>.size...], as: UTF8.self), length)
        }
    }

    private static var cut: Problem { Problem(.inputOutput, "a temporary file of the import was cut; nothing was saved") }
}
