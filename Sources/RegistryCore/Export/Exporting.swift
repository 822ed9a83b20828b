import Dispatch
import Synchronization

extension Registry {
    /// Hands each innovation of a query over to an exporter's sink, all from one consistent state, and says how many.
    ///
    /// Another thread reads them meanwhile: so it is not called within a read, which that thread would wait for.
    ///
    /// - Parameter goOn: asked before some hundred records each; throws to stop.
    public func export(_ query: Query, of columns: [ExportColumn], into records: any RecordSink, goOn: () throws -> Void) throws -> Int {
        let line = RecordLine()
        let store = store
        DispatchQueue(label: "registry.export").async {
            line.end(Result { try store.read { try $0.eachRecord(query, of: columns, line.put) } })
        }
        // The store may be closed next, and sees nobody reading then.
        defer { line.drop() }
        var count = 0
        while let block = try line.next(goOn) {
            for record in 0..<block.count { try records.write(block[record]) }
            count += block.count
        }
        try records.finish()
        return count
    }
}

/// Records on their way from the thread that reads them to the one that writes them: a few blocks at a time, so that
/// memory stays the same however many there are.
private final class RecordLine: Sendable {
    private let state = Mutex(State())
    /// Counts blocks that wait, and the end.
    private let waiting = DispatchSemaphore(value: 0)
    /// Counts blocks that may be put.
    private let room = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    private struct State {
        var blocks: [RecordBlock] = []
        var result: Result<Void, any Error>?
        /// Nobody wants the rest.
        var isDropped = false
    }

    private struct Dropped: Error {}

    init() { for _ in 0..<4 { room.signal() } }

    func put(_ block: RecordBlock) throws {
        room.wait()
        try state.withLock { state in
            guard !state.isDropped else { throw Dropped() }
            state.blocks.append(block)
        }
        waiting.signal()
    }

    func end(_ result: Result<Void, any Error>) {
        state.withLock { $0.result = result }
        waiting.signal()
        ended.signal()
    }

    /// The next block; nil after the last. Throws what reading threw, and what `goOn` throws while it waits.
    func next(_ goOn: () throws -> Void) throws -> RecordBlock? {
        repeat { try goOn() } while waiting.wait(timeout: .now() + .milliseconds(100)) == .timedOut
        let block: RecordBlock? = try state.withLock { state in
            guard state.blocks.isEmpty else { return state.blocks.removeFirst() }
            try state.result?.get()
            return nil
        }
        room.signal()
        return block
    }

    /// Waits until the reading thread has ended, without what it still would bring.
    func drop() {
        state.withLock { $0.isDropped = true }
        room.signal()
        ended.wait()
    }
}
