import CLibPQ
import Foundation
import RegistryCore
import Synchronization

/// How a connection waits.
struct Waiting: Sendable {
    /// Whether the person asked to stop, as Ctrl-C does.
    var isStopped: @Sendable () -> Bool
    /// Seconds after which a server that says nothing is given up.
    var patience: Double
    /// Whether each statement waits for the answer to the one before, as with a libpq that cannot send several together.
    var waitsForEach = false
    /// Told what a person should know of how it connects.
    var tell: @Sendable (String) -> Void = { _ in }
    /// Whether it is asked first, on another connection, whether it works.
    var probes = true
}

/// One connection to a server. It is used by one thread at a time: the store lends it out.
///
/// Nothing blocks in libpq: what is sent and awaited is waited for here, a tenth of a second at a time, so that Ctrl-C and
/// the time limit hold also where the server, or the network on the way to it, hangs.
final class Connection: @unchecked Sendable {
    let library: LibPQ
    let address: Address
    var location: String { address.location }
    /// Whether it was made to ask a standby; where none is there it is to the primary all the same.
    let isToStandby: Bool
    let connection: LibPQ.Connection
    private let waiting: Waiting
    /// The names of statements that the server knows, by their texts.
    var prepared: [String: String] = [:]
    private var names = 0
    /// No question is sent any more: libpq has lost it, or its answer was not waited for.
    private(set) var isBroken = false
    /// Whether it is so because the person stopped what it did.
    private(set) var wasStopped = false
    /// Whether it was told to end a transaction, and its answer to that was not read yet.
    var isLeaving = false
    /// Whether it was lent before, and may have been lost since.
    var hasLainIdle = false
    /// The login that it acts by; nil for the one that connected.
    var acting: String?

    init(_ library: LibPQ, _ connection: LibPQ.Connection, _ address: Address, _ waiting: Waiting, isToStandby: Bool) {
        self.library = library
        self.connection = connection
        self.address = address
        self.waiting = waiting
        self.isToStandby = isToStandby
        _ = library.setNonBlocking(connection, 1)
        // Notices go nowhere: the program's own words are the only ones on a person's screen.
        _ = library.setNoticeProcessor(connection, { _, _ in }, nil)
    }

    deinit { library.finish(connection) }

    /// What sends statements together, where it can.
    var pipeline: LibPQ.Pipeline? { waiting.waitsForEach ? nil : library.pipeline }

    /// Whether it can be lent again: alive, and within no transaction.
    var isIdle: Bool { !isBroken && (isLeaving || library.transactionStatus(connection) == PQTRANS_IDLE) }
    var isWithinTransaction: Bool { !isLeaving && [PQTRANS_INTRANS, PQTRANS_INERROR].contains(library.transactionStatus(connection)) }

    /// Whether it was lost while it lay idle, as the first who is lent it again finds out by an error.
    func isLostIdle(_ error: any Error) -> Bool { hasLainIdle && isBroken && !(error is Problem) }

    /// Whether it has what the primary had written up to a place in its log; waits a moment for it.
    func hasCaughtUp(with place: String) throws -> Bool {
        for attempt in 0..<10 {
            if attempt > 0 { Thread.sleep(forTimeInterval: 0.05) }
            if try rows("SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= \(place)::pg_lsn")[0].whole(0) == 1 { return true }
        }
        return false
    }

    /// The server that answers, of several that may have been named.
    var host: String { library.text(library.host(connection)) }
    var user: String { library.text(library.user(connection)) }
    var port: String { library.text(library.port(connection)) }
    var process: Int { Int(library.process(connection)) }
    /// Whether it is to a standby, as the server itself tells from version 14 on.
    var isInRecovery: Bool { library.text(library.parameter(connection, "in_hot_standby")) == "on" }
    var encoding: String { library.text(library.parameter(connection, "server_encoding")) }
    var serverVersion: Int { Int(library.serverVersion(connection)) }

    /// Sends statements without values, and awaits all of their answers.
    func run(_ text: String) throws {
        try settle()
        try send { library.sendQuery(connection, text) }
        _ = try answer()
    }

    /// Sends one statement with its values, prepared when it is first used.
    func rows(_ sql: SQL) throws -> Rows {
        try answers(to: [try .prepared(sql)]).first.orDamaged("the server answered nothing")
    }

    func send(_ text: String, _ values: [String?]) throws {
        let name = try name(of: text)
        try withTexts(values) { texts in
            try send { library.sendPrepared(connection, name, CInt(values.count), texts, nil, nil, 0) }
        }
    }

    /// Sends rows of a `COPY … FROM STDIN`; `write` is handed what takes its bytes.
    func copy(_ text: String, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
        try settle()
        try send { library.sendQuery(connection, text) }
        _ = try answer()
        do {
            try write { bytes in
                guard let start = bytes.baseAddress else { return }
                while true {
                    switch library.putCopyData(connection, start.assumingMemoryBound(to: CChar.self), CInt(bytes.count)) {
                    case 1: return
                    case 0: try flushed()
                    default: throw lost()
                    }
                }
            }
        } catch {
            _ = library.putCopyEnd(connection, "stopped")
            _ = try? flushed()
            _ = try? answer()
            throw error
        }
        while library.putCopyEnd(connection, nil) == 0 { try flushed() }
        try flushed()
        _ = try answer()
    }

    /// Most texts are few: a connection keeps the plans of so many.
    static let mostPrepared = 400

    private func name(of text: String) throws -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Connection.mostPrepared { try forgetPrepared() }
        let name = nextName()
        try send { library.sendPrepare(connection, name, text, 0, nil) }
        _ = try answer()
        prepared[text] = name
        return name
    }

    func forgetPrepared() throws {
        // Where that fails, as in a transaction that the server has given up, they are all there still.
        try run("DEALLOCATE ALL")
        prepared.removeAll()
    }

    func nextName() -> String {
        names += 1
        return "s\(names)"
    }

    func withTexts(_ values: [String?], _ body: (LibPQ.Texts?) throws -> Void) throws {
        let copies = values.map { $0.map { strdup($0) } }
        defer { for copy in copies { free(copy ?? nil) } }
        let texts = copies.map { copy in copy.flatMap { $0.map { UnsafePointer($0) } } }
        try texts.withUnsafeBufferPointer { try body($0.baseAddress) }
    }

    func send(_ body: () -> CInt) throws {
        guard !isBroken else { throw ConnectionLost() }
        guard body() == 1 else { throw lost() }
        try flushed()
    }

    /// Sends what libpq still holds. The server is listened to meanwhile, as it may only go on when it is rid of its answer.
    func flushed() throws {
        while true {
            switch library.flush(connection) {
            case 0: return
            case 1:
                try wait(for: Int16(POLLIN | POLLOUT))
                guard library.consumeInput(connection) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// The last answer to what was sent. Throws `ServerError` for the first that is one.
    func answer() throws -> Rows? {
        var last: Rows?
        var failure: ServerError?
        while let rows = try next(after: failure) {
            switch library.resultStatus(rows.result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = rows
            // It stays in that state until data came.
            case PGRES_COPY_IN: return rows
            default: failure = failure ?? error(rows)
            }
        }
        if let failure { throw refused(failure) }
        return last
    }

    /// What a failure leaves behind.
    func refused(_ failure: ServerError) -> any Error {
        // The server ends the connection with these. The first are its own end, or an admin's wish.
        if failure.state.hasPrefix("57P") { return lost() }
        if failure.state == "25P03" { isBroken = true }
        return failure
    }

    /// The next answer; none where the server said why it ends the connection, and has ended it.
    private func next(after failure: ServerError?) throws -> Rows? {
        do {
            return try next()
        } catch is ConnectionLost where failure != nil {
            return nil
        }
    }

    func next() throws -> Rows? {
        while library.isBusy(connection) != 0 {
            try wait(for: Int16(POLLIN))
            guard library.consumeInput(connection) == 1 else { throw lost() }
        }
        guard let result = library.getResult(connection) else {
            if library.status(connection) != CONNECTION_OK { throw lost() }
            return nil
        }
        let rows = Rows(library, result)
        // libpq reports a connection that ended as a failure without a state.
        if library.status(connection) != CONNECTION_OK, library.errorField(result, Connection.stateField) == nil { throw lost() }
        return rows
    }

    private static let stateField = CInt(UInt8(ascii: "C")), messageField = CInt(UInt8(ascii: "M")), tableField = CInt(UInt8(ascii: "t"))

    func error(_ rows: Rows) -> ServerError {
        ServerError(
            state: library.text(library.errorField(rows.result, Connection.stateField)),
            message: library.text(library.errorField(rows.result, Connection.messageField)),
            table: library.errorField(rows.result, Connection.tableField).map { String(cString: $0) }, isOfStandby: isInRecovery)
    }

    func lost() -> any Error {
        isBroken = true
        return ConnectionLost()
    }

    /// Waits until the socket is ready. Throws when the person stops it or the server hangs; the connection is not used
    /// afterwards.
    private func wait(for events: Int16) throws {
        var waited = 0.0
        while true {
            let socket = library.socket(connection)
            guard socket >= 0 else { throw lost() }
            var entry = pollfd(fd: socket, events: events, revents: 0)
            let ready = poll(&entry, 1, 100)
            if ready > 0 { return }
            if ready < 0, errno != EINTR { throw lost() }
            waited += 0.1
            if waiting.isStopped() {
                (isBroken, wasStopped) = (true, true)
                cancel()
                throw Problem.stopped
            }
            if waited > waiting.patience {
                // A large import's statements are silent for longer, and are at work all the same.
                if isAtWork(for: waiting) {
                    waited = 0
                    continue
                }
                isBroken = true
                cancel()
                throw Problem.hangs(location, Int(waiting.patience))
            }
        }
    }

    /// Asks the server to stop what it does for this connection, so that it does not go on for nobody. On a thread of its
    /// own: it connects anew, and waits for a server that hangs.
    private func cancel() {
        guard let cancelling = library.getCancel(connection) else { return }
        let library = library
        let box = Unchecked(cancelling)
        Thread.detachNewThread {
            var message = [CChar](repeating: 0, count: 256)
            _ = library.cancel(box.value, &message, CInt(message.count))
            library.freeCancel(box.value)
        }
    }

    /// A pointer of libpq's on its way to another thread, which alone uses it then.
    struct Unchecked: @unchecked Sendable {
        let value: OpaquePointer
        init(_ value: OpaquePointer) { self.value = value }
    }
}
