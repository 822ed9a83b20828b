import Foundation
import RegistryCore
import Synchronization

/// A registry on a PostgreSQL server: the engine of a county or a country.
///
/// A read is one transaction that sees one state; a write is one that waits for others only where both change the same
/// innovation, and is done again when the server asks for it. Connections are lent to one thread at a time: there is one
/// as long as nothing is written while something is read.
public final class PostgresStore: Store {
    public let location: String
    let address: Address
    let waiting: Waiting
    /// Told what a person should know of the connection.
    let tell: @Sendable (String) -> Void
    private let state = Mutex(State())
    /// Whether homes are shared out among servers: some questions are asked otherwise there.
    let isDistributed = Atomic(false)
    /// How many texts a home has and how long they are, as last counted.
    let corpora = Mutex<[HomeName: Corpus]>([:])

    private struct State {
        var idle: [Connection] = []
        /// Those to a standby, and whether one is asked.
        var idleStandby: [Connection] = []
        var asksStandby = false
        /// Up to where the primary's log must be known to a standby, so that it has what was written here.
        var written = Written.nothing
        /// Until when a standby that did not have it is not asked again.
        var lagsUntil = ContinuousClock.now
        /// The login that connected, and the one that is acted by.
        var connected: String?
        var acting: String?
        var closed = false
    }

    /// What was written through this store, of which a standby is to know.
    private enum Written {
        case nothing
        case upTo(String)
        /// Where its log ended then was not asked yet.
        case somewhere
    }

    init(_ address: Address, _ waiting: Waiting, tell: @escaping @Sendable (String) -> Void) {
        self.address = address
        location = address.location
        self.waiting = waiting
        self.tell = tell
    }

    public func read<Value>(_ body: (any StoreReading) throws -> Value) throws -> Value {
        // One within another sees the same state.
        if let outer = running["read"] as? PostgresTransaction { return try body(outer) }
        return try reported {
            let transaction = PostgresTransaction(
                try reading(), store: self, isWriting: false, beginning: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            running["read"] = transaction
            defer {
                running["read"] = nil
                // There is nothing to keep: what was read was read, also when the connection is lost now.
                transaction.leave()
                giveBack(transaction.connection)
            }
            return try body(transaction)
        }
    }

    /// A write within a write would wait for itself, and ends as `busy`.
    public func write<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value {
        guard running["write"] == nil else {
            throw Problem(.busy, "this registry is being written to already", at: .init(file: location), next: "try again in a moment")
        }
        running["write"] = true
        defer { running["write"] = nil }
        return try reported { try PostgresWrite(self).done(body) }
    }

    /// What runs on this thread.
    private var running: Running { Running(store: ObjectIdentifier(self)) }

    private struct Running {
        let store: ObjectIdentifier
        subscript(what: String) -> Any? {
            get { Thread.current.threadDictionary["\(what) \(store.hashValue)"] }
            nonmutating set { Thread.current.threadDictionary["\(what) \(store.hashValue)"] = newValue }
        }
    }

    public func gatherText() throws -> (any TextGathering)? { try GatheredTexts(folder: scratchFolder) }

    public func close() throws {
        // Connections end with their last reference.
        state.withLock { $0 = State(closed: true) }
    }

    public var writesAtOnce: Bool { true }
    public var login: String? { state.withLock { $0.acting ?? $0.connected } }
    /// The servers of a cluster know only the one that is acted by, and let no other stand in the journal.
    public var account: String? { isDistributed.load(ordering: .relaxed) ? login : state.withLock(\.connected) }

    public func knows(login: String) throws -> Bool {
        try read { reader in
            let known = try (reader as? PostgresTransaction)?.first("SELECT 1 FROM pg_roles WHERE rolname = \(login) AND rolcanlogin") { _ in true }
            return known ?? false
        }
    }

    public func act(as login: String?) throws {
        let connected = state.withLock(\.connected)
        guard let login = login ?? connected, login != self.login else { return }
        let connection = try reported { try begun("SELECT") }
        do {
            try connection.run("SET ROLE \(login == connected ? "NONE" : PostgresStore.quoted(login))")
        } catch let error as ServerError {
            giveBack(connection)
            guard ["42501", "22023"].contains(error.state) else { throw Problem(error, location) }
            throw Problem(
                .notPermitted, "your login may not act as that person's", value: login, at: .init(file: location),
                next: "leave --as out, or ask whoever runs the server to GRANT \(SQLName.quoted(login)) TO \(SQLName.quoted(connection.user))")
        }
        state.withLock { state in
            state.acting = login == state.connected ? nil : login
            connection.acting = state.acting
            // The others act by the login that they began with.
            (state.idle, state.idleStandby) = ([], [])
        }
        giveBack(connection)
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// A connection within a transaction that was just begun. One that was lost while it lay idle is replaced.
    func begun(_ statement: String) throws -> Connection {
        var connection = try lent()
        while true {
            do {
                try connection.run(statement)
                return connection
            } catch where connection.isLostIdle(error) {
                connection = try another(than: connection)
            }
        }
    }

    /// A connection on which nothing is begun. Whether it was lost while it lay idle is found out by what is first sent.
    func lent() throws -> Connection {
        if let connection = try taken(\.idle) { return connection }
        let connection = try opened(wasThere: lostOne.load(ordering: .relaxed))
        if lostOne.exchange(false, ordering: .relaxed) { tell("the connection to the server was lost; connected again to \(connection.host)") }
        return connection
    }

    /// One in the place of another that was lost while it lay idle.
    func another(than lost: Connection) throws -> Connection {
        guard !lost.isToStandby else { return try reading() }
        lostOne.store(true, ordering: .relaxed)
        return try lent()
    }

    /// One for a single question, whose answer is not waited for long, and which nobody stops.
    func impatient() throws -> Connection { try opened(Waiting(isStopped: { false }, patience: 3, probes: false)) }

    private func opened(_ waiting: Waiting? = nil, toStandby: Bool = false, wasThere: Bool = false) throws -> Connection {
        let connection = try Connection.open(address, waiting ?? self.waiting, toStandby: toStandby, wasThere: wasThere)
        let acting = state.withLock { state in
            state.connected = connection.user
            return state.acting
        }
        if let acting { try connection.run("SET ROLE \(PostgresStore.quoted(acting))") }
        connection.acting = acting
        return connection
    }

    /// Runs reads of which each sees what is there by then, on a connection of their own to the primary.
    func beside<Value>(_ body: (PostgresTransaction) throws -> Value) throws -> Value {
        let transaction = PostgresTransaction(try lent(), store: self, isWriting: false, beginning: "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY")
        defer {
            transaction.leave()
            giveBack(transaction.connection)
        }
        return try body(transaction)
    }

    public func readsFromStandby(_ wanted: Bool) { state.withLock { $0.asksStandby = wanted } }

    /// A connection for a read: to a standby where one is asked for and has all that was written through this store.
    private func reading() throws -> Connection {
        let (asks, lags) = state.withLock { ($0.asksStandby, $0.lagsUntil > .now) }
        guard asks, !lags, let written = try placeOfWritten() else { return try lent() }
        while true {
            let connection = try taken(\.idleStandby) ?? opened(toStandby: true)
            do {
                if !written.isEmpty, try !connection.hasCaughtUp(with: written) {
                    giveBack(connection)
                    // Whoever waited once does not wait anew for each read.
                    state.withLock { $0.lagsUntil = .now + .seconds(30) }
                    return try lent()
                }
                return connection
            } catch where connection.isLostIdle(error) {}
        }
    }

    /// Remembers that what was just committed is to be read, once reads go to a standby.
    func wrote() { state.withLock { $0.written = .somewhere } }

    /// Up to where a standby must know the primary's log; empty where it need not, nil where that cannot be found out.
    private func placeOfWritten() throws -> String? {
        switch state.withLock(\.written) {
        case .nothing: return ""
        case .upTo(let place): return place
        case .somewhere:
            let connection = try begun("SELECT")
            defer { giveBack(connection) }
            guard let place = PostgresStore.place(connection) else { return nil }
            state.withLock { $0.written = .upTo(place) }
            return place
        }
    }

    /// Where a primary's log ends by now; nil of a standby.
    private static func place(_ connection: Connection) -> String? {
        (try? connection.rows("SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END")[0].optionalText(0)) ?? nil
    }

    private let lostOne = Atomic<Bool>(false)

    private func taken(_ idle: WritableKeyPath<State, [Connection]> & Sendable) throws -> Connection? {
        let (connection, closed) = state.withLock { state in (state[keyPath: idle].popLast(), state.closed) }
        guard !closed else { throw Problem(.unavailable, "the registry was closed", at: .init(file: location)) }
        return connection
    }

    /// Lends it again, unless it is lost, was left within a transaction, or acts by another login than is acted by now.
    func giveBack(_ connection: Connection) {
        guard connection.isIdle else {
            // Of what the person stopped nobody need be told.
            if connection.isBroken, !connection.wasStopped { lostOne.store(true, ordering: .relaxed) }
            return
        }
        connection.hasLainIdle = true
        state.withLock { state in
            guard !state.closed, connection.acting == state.acting else { return }
            if connection.isToStandby { state.idleStandby.append(connection) } else { state.idle.append(connection) }
        }
    }

    /// Runs `body`; what it throws leaves as a `Problem`, or as what the caller's own part threw.
    func reported<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ServerError {
            throw Problem(error, location)
        } catch is ConnectionLost {
            throw Problem.lost(location)
        }
    }
}
