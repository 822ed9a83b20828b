import Dispatch
import Foundation
import Synchronization

/// Work that is done by several threads at once and whose results are taken in the order in which it was begun.
final class Lanes<Value: Sendable> {
    private final class Promise: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func keep(_ result: Result<Value, any Error>) {
            self.result.withLock { $0 = result }
            done.signal()
        }

        func value() throws -> Value? {
            done.wait()
            return try result.withLock { $0 }?.get()
        }
    }

    private let width: Int
    private let queue = DispatchQueue(label: "registry.lanes", attributes: .concurrent)
    private var begun: [Promise] = []

    /// - Parameter width: how many are worked on at once; one more than there are processors when nil, so that none
    ///   waits while results are taken.
    init(width: Int? = nil) { self.width = width ?? ProcessInfo.processInfo.activeProcessorCount + 1 }

    var isEmpty: Bool { begun.isEmpty }
    var hasRoom: Bool { begun.count < width }

    func run(_ body: @escaping @Sendable () throws -> Value) {
        let promise = Promise()
        queue.async { promise.keep(Result(catching: body)) }
        begun.append(promise)
    }

    /// Waits for the oldest result. Nil when nothing was begun, and where `unlessRoom` also when there is room to begin
    /// something else first. Throws what the work threw.
    func next(unlessRoom: Bool) throws -> Value? {
        guard !begun.isEmpty, !unlessRoom || begun.count >= width else { return nil }
        return try begun.removeFirst().value()
    }
}
