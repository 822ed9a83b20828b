import Foundation
import RegistryCore
import SQLiteStore
import Synchronization
import Testing

@Suite struct InterruptionTests {
    /// Somebody who wants the store to stop, or does not.
    private final class Person: Sendable {
        private let wish = Mutex(false)
        var wantsToStop: Bool {
            get { wish.withLock { $0 } }
            set { wish.withLock { $0 = newValue } }
        }
    }

    private static let everything = Query(viewer: Viewer(RegistryCore.Person(home: .unnamed, name: "ada", role: .admin, created: Date())))
    private let scratch: Scratch
    private let person = Person()

    init() throws {
        scratch = try Scratch()
        try scratch.registry(count: 400)
    }

    private func store() throws -> SQLiteStore { try SQLiteStore.open(path: scratch.path(), isStopped: { [person] in person.wantsToStop }) }

    private func all(_ store: SQLiteStore) throws -> Int {
        try store.read { try $0.find(InterruptionTests.everything).count }
    }

    @Test func aReadEndsAndTheNextOneWorks() throws {
        let store = try store()
        person.wantsToStop = true
        #expect(kind { _ = try all(store) } == .interrupted)
        person.wantsToStop = false
        #expect(try all(store) == 400)
        try store.close()
    }

    @Test func aWriteThatIsStoppedLeavesNothingAndTheNextOneWorks() throws {
        let store = try store()
        for many in [false, true] {
            let body: (any StoreWriting) throws -> Void = { writer in
                for number in 401..<500 { try writer.add(number, text: "some words") }
                person.wantsToStop = true
                _ = try writer.find(InterruptionTests.everything)
            }
            #expect(throws: Problem(.interrupted, "stopped; nothing was saved")) { try many ? store.writeMany(body) : store.write(body) }
            person.wantsToStop = false
            #expect(try all(store) == 400)
        }
        try store.write { try $0.add(401) }
        #expect(try all(store) == 401)
        try store.close()
    }

    @Test func aCommitIsNotStopped() throws {
        let store = try store()
        try store.write { writer in
            try writer.add(401)
            person.wantsToStop = true
        }
        person.wantsToStop = false
        #expect(try store.read { try $0.exists(401) })
        try store.close()
    }
}
