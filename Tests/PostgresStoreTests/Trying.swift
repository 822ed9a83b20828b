import Foundation
import PostgresStore
import RegistryCore
import Server
import Synchronization

extension HomeName {
    /// The home of these tests.
    static let county = HomeName(rawValue: "county") ?? .unnamed
}

/// A database of a test's own, with a registry and a home.
struct Trying {
    let server: Server
    let database: String

    init(on server: Server? = nil) throws {
        self.server = try server ?? Server.shared.get()
        database = try self.server.database()
        let store = try PostgresStore.create(Address(self.server.address(database), isVisible: false))
        try store.write { try $0.create(home: .county, at: Date()) }
        try store.close()
    }

    func open(through proxy: Proxy? = nil, patience: Double = 60, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }) throws -> PostgresStore {
        try PostgresStore.open(Address(proxy?.address(database) ?? server.address(database), isVisible: false), patience: patience, isStopped: isStopped, tell: tell)
    }

    /// What the server itself says.
    func psql(_ sql: String) throws -> String { try server.psql("SET search_path = practice; " + sql, in: database) }
}

/// Lines that were told.
final class Told: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func tell(_ line: String) { all.withLock { $0.append(line) } }
}

/// What is true from a moment on.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}

extension StoreWriting {
    /// Adds a batch with one innovation, and returns the batch's number.
    @discardableResult
    func addBatch(_ title: String, by person: PersonName = "ana", tags: [String] = []) throws -> Int {
        let number = try reserveNumber(in: .county)
        let now = Moment.date("2026-11-26T12:00:00.000Z") ?? Date()
        try insert(Innovation(home: .county, number: number, uid: UID(), submitter: person, stage: "submitted", created: now, updated: now, fields: ["title": .text(title)], tags: tags))
        let batch = try reserveBatchNumber(in: .county)
        let digest = Digest.of([Array(title.utf8)])
        try append(
            Batch(home: .county, uid: UID(), number: batch, person: person, account: "test", at: now, command: "submit", count: 1, head: digest),
            [Entry(
                home: .county, batch: UID(), position: 1, action: .submitted, subject: .innovation(number), innovation: number,
                payload: Entry.Payload(changes: [], salt: []), digest: digest, link: digest)])
        return batch
    }
}

/// The problem that `body` throws; nil when it throws none.
func problem<Value>(_ body: () throws -> Value) throws -> Problem? {
    do { _ = try body() } catch let problem as Problem { return problem }
    return nil
}
