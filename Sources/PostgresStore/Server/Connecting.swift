import CLibPQ
import Foundation
import RegistryCore
import Synchronization

extension Connection {
    /// Connects to the first server of an address that answers and is what the address asks for.
    ///
    /// libpq does so on a thread of its own, which is left behind when the person stops it: only so are its rules for
    /// several hosts, and each host's time limit, kept.
    static func open(_ address: Address, _ waiting: Waiting, toStandby: Bool = false) throws -> Connection {
        let library = try LibPQ.shared
        let outcome = Outcome()
        Thread.detachNewThread { outcome.set(library.opened(address.text, toStandby: toStandby)) }
        while !outcome.isThere {
            if waiting.isStopped() {
                outcome.abandon(library)
                throw Problem(.interrupted, "stopped while connecting to the server; nothing was saved")
            }
            outcome.wait(seconds: 0.1)
        }
        guard let connection = outcome.taken() else { throw Problem(.unavailable, "there is not enough memory to connect") }
        guard library.status(connection) == CONNECTION_OK else {
            defer { library.finish(connection) }
            throw refusal(library.text(library.errorMessage(connection)), address)
        }
        let opened = Connection(library, connection, address.location, waiting, isToStandby: toStandby)
        do {
            guard opened.serverVersion >= 130_000 else {
                throw Problem(.unavailable, "this server is too old", value: "PostgreSQL \(opened.serverVersion / 10_000)", at: .init(file: address.location), allowed: ["13 or later"])
            }
            try opened.run(Session.settings)
        } catch let error as ServerError {
            throw Problem(error, address.location)
        } catch is ConnectionLost {
            throw Problem.lost(address.location)
        }
        return opened
    }

    private enum Session {
        /// One round trip. Plans are not compiled: that pays for questions of seconds, and takes longer than most of ours.
        static let settings = """
            SET search_path = practice, pg_catalog, pg_temp; SET jit = off; SET lock_timeout = '60s'; SET bytea_output = hex;
            SET extra_float_digits = 1; SET client_min_messages = error
            """
    }

    /// What kept libpq from connecting, by its words: it has no codes for them.
    private static func refusal(_ message: String, _ address: Address) -> Problem {
        let place = Problem.Place(file: address.location)
        func says(_ part: String) -> Bool { message.contains(part) }
        if says("password authentication failed") || says("no password supplied") {
            return Problem(.notPermitted, "the server does not take this login's password, or was given none", at: place, next: "put it into ~/.pgpass or a service file, and look at the login's name")
        }
        if says("no pg_hba.conf entry") || says("role \"") && says("does not exist") || says("authentication failed") || says("is not permitted to log in") {
            return Problem(.notPermitted, "the server does not let this login in", at: place, next: "ask whoever runs the server")
        }
        if says("database \"") && says("does not exist") { return Problem(.noInput, "the server has no such database", at: place, next: "ask whoever runs the server to create it") }
        if says("permission denied for database") { return Problem(.notPermitted, "this login may not use that database", at: place, next: "ask whoever runs the server") }
        if says("certificate") || says("SSL") {
            return Problem(.unavailable, "the server could not prove who it is, or offers no encryption", at: place, next: "look at sslmode and sslrootcert in the address")
        }
        if says("definition of service") { return Problem(.usage, "no service file has that service", at: place, next: "look into ~/.pg_service.conf") }
        if says("too many clients") || says("remaining connection slots") { return Problem(.busy, "the server has no connection left", at: place, next: "try again in a moment") }
        if says("the database system is") {
            return Problem(.unavailable, "the server is starting, recovering or shutting down", at: place, next: "try again in a moment")
        }
        if says("is read-only") || says("not in hot standby") || says("not read-only") || says("is not in recovery") || says("in recovery") {
            return Problem(.unavailable, "none of the servers is what target_session_attrs asks for", at: place)
        }
        return Problem(.unavailable, "no server answers there", at: place, next: "look at the host's name and port, and whether the server runs")
    }

    /// What a thread that connects hands over.
    private final class Outcome: Sendable {
        private enum State {
            case awaited
            case there(Unchecked?)
            case abandoned(LibPQ)
        }

        private let state = Mutex(State.awaited)
        private let arrived = DispatchSemaphore(value: 0)

        var isThere: Bool { state.withLock { if case .there = $0 { true } else { false } } }

        func set(_ connection: OpaquePointer?) {
            let abandoning: LibPQ? = state.withLock { state in
                guard case .abandoned(let library) = state else {
                    state = .there(connection.map(Unchecked.init))
                    return nil
                }
                return library
            }
            abandoning?.finish(connection)
            arrived.signal()
        }

        func wait(seconds: Double) { _ = arrived.wait(timeout: .now() + seconds) }

        func taken() -> OpaquePointer? { state.withLock { if case .there(let connection) = $0 { connection?.value } else { nil } } }

        /// Whatever comes is let go of.
        func abandon(_ library: LibPQ) {
            let there: Unchecked?? = state.withLock { state in
                defer { state = .abandoned(library) }
                return if case .there(let connection) = state { connection } else { nil }
            }
            if let connection = there ?? nil { library.finish(connection.value) }
        }
    }
}

extension LibPQ {
    /// Connects, with what an address may overrule: ten seconds a host, and signs of life on a silent network.
    fileprivate func opened(_ address: String, toStandby: Bool) -> Connection? {
        var settings = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("fallback_application_name", "practice"), ("dbname", address), ("client_encoding", "UTF8"),
        ]
        if toStandby { settings.append(("target_session_attrs", "prefer-standby")) }
        let names = settings.map { strdup($0.0) }, values = settings.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let keywords = names.map { $0.map { UnsafePointer($0) } } + [nil], texts = values.map { $0.map { UnsafePointer($0) } } + [nil]
        // 1: the address stands as the database's name, and what it says comes after the settings before it.
        return connect(keywords, texts, 1)
    }
}
