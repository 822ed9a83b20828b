import Dispatch
import Foundation
import Synchronization

/// Texts on their way to full text: taken in by a thread of their own, in their order.
///
/// They wait in a temporary file. Where there are two processors both are busy while rows are read and checked, and one
/// has nothing to do while they are stored: that is when this thread works.
final class TextLine: Sendable {
    let gathering: (any TextGathering)?
    private let state: Mutex<State>
    /// Counts blocks that wait, and the end.
    private let waiting = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private struct State: ~Copyable {
        var file: SpoolFile
        var ends: [Int] = []
        var taken = 0
        var isClosed = false
        /// Nobody wants the rest.
        var isDropped = false
        var hasBegun = false
        var seconds = 0.0
        var failure: (any Error)?
    }

    init(_ gathering: (any TextGathering)?, folder: String) throws {
        self.gathering = gathering
        state = Mutex(State(file: try SpoolFile(folder: folder)))
    }

    /// Throws what went wrong with texts before these.
    ///
    /// - Parameter repeats: places of texts that are left out.
    func add(_ texts: [SearchText], without repeats: Set<Int>) throws {
        guard gathering != nil, texts.count > repeats.count else { return }
        var block = Writing()
        for place in texts.indices where !repeats.contains(place) { block.put(texts[place]) }
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            try block.bytes.withUnsafeBytes { try state.file.append($0) }
            state.ends.append(state.file.count)
        }
        waiting.signal()
        if ProcessInfo.processInfo.activeProcessorCount > 2 { begin() }
    }

    /// Begins to take in what waits, and what is added from now on.
    func begin() {
        let begins = state.withLock { state in
            guard !state.hasBegun, !state.ends.isEmpty else { return false }
            state.hasBegun = true
            return true
        }
        if begins { Thread.detachNewThread { self.takeIn() } }
    }

    /// Waits until all were taken in; the seconds of work that it took. Throws what went wrong.
    ///
    /// - Parameter goOn: asked meanwhile; throws to wait no longer.
    func finish(goOn: () throws -> Void) throws -> Double {
        try end(dropping: false, goOn: goOn)
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.seconds
        }
    }

    /// Ends the thread without what still waits.
    func drop() { end(dropping: true) {} }

    private func end(dropping: Bool, goOn: () throws -> Void) rethrows {
        let waits = state.withLock { state in
            defer { (state.isClosed, state.isDropped) = (true, state.isDropped || dropping) }
            return state.hasBegun && !state.isClosed
        }
        guard waits else { return }
        waiting.signal()
        while ended.wait(timeout: .now() + .milliseconds(100)) == .timedOut { try goOn() }
    }

    private func takeIn() {
        defer { ended.signal() }
        while true {
            waiting.wait()
            do {
                guard let bytes = try next() else {
                    let (_, seconds) = try ImportSeconds.measured { try gathering?.finish() }
                    return state.withLock { $0.seconds += seconds }
                }
                var reading = Reading(bytes: bytes)
                var texts: [SearchText] = []
                while !reading.isAtEnd { texts.append(try reading.searchText()) }
                let (_, seconds) = try ImportSeconds.measured { try gathering?.add(texts) }
                state.withLock { $0.seconds += seconds }
            } catch {
                return state.withLock { $0.failure = error }
            }
        }
    }

    private func next() throws -> [UInt8]? {
        try state.withLock { state in
            guard state.taken < state.ends.count, !state.isDropped else { return nil }
            let start = state.taken == 0 ? 0 : state.ends[state.taken - 1]
            let length = state.ends[state.taken] - start
            state.taken += 1
            return try [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
                count = try state.file.read(into: UnsafeMutableRawBufferPointer(buffer), at: start)
            }
        }
    }
}
