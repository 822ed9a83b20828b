import Dispatch
import Foundation
import Synchronization

/// New rows on their way to full text: taken in by a thread of their own, in their order.
///
/// Where there are two processors both are busy while rows are read and checked, and one has nothing to do while they are
/// stored: that is when this thread works.
final class TextLine: Sendable {
    let gathering: (any TextGathering)?
    private let rows: RowLine
    private let state = Mutex(State())
    /// Counts calls of `add`, and the end.
    private let waiting = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private struct State {
        var isClosed = false
        /// Nobody wants the rest.
        var isDropped = false
        var hasBegun = false
        var seconds = 0.0
        var failure: (any Error)?
    }

    init(_ gathering: (any TextGathering)?, from rows: RowLine) {
        self.gathering = gathering
        self.rows = rows
    }

    /// Tells that there are further rows. Throws what went wrong with some before these.
    func add() throws {
        guard gathering != nil else { return }
        try state.withLock { state in if let failure = state.failure { throw failure } }
        waiting.signal()
        if ProcessInfo.processInfo.activeProcessorCount > 2 { begin() }
    }

    /// Begins to take in what waits, and what is added from now on.
    func begin() {
        guard gathering != nil, rows.blockCount > 0 else { return }
        let begins = state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
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
        var block = 0
        do {
            while true {
                waiting.wait()
                let isClosed = state.withLock(\.isClosed)
                while block < rows.blockCount {
                    if state.withLock(\.isDropped) { return }
                    let rows = try self.rows.rows(ofBlock: block)
                    block += 1
                    guard case .new(let new) = rows else { continue }
                    try measured { try gathering?.add(new) }
                }
                if isClosed { return try measured { try gathering?.finish() } }
            }
        } catch {
            state.withLock { $0.failure = error }
        }
    }

    private func measured(_ work: () throws -> Void) throws {
        let (_, seconds) = try ImportSeconds.measured(work)
        state.withLock { $0.seconds += seconds }
    }
}
