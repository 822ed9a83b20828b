import CLibPQ
import Foundation
import RegistryCore
import Synchronization

extension Connection {
    /// Connects to the first server of an address that answers and is what the address asks for.
    ///
    /// libpq does so on a thread of its own, which is left behind when the person stops it: only so are its rules for
    /// several hosts, and each host's time limit, kept.
    ///
    /// - Parameters:
    ///   - one: the host and port of one server of those that the address names, whatever it is.
    ///   - wasThere: whether a server was there a moment ago, and may just be starting anew.
    static func open(
        _ address: Address, _ waiting: Waiting, toStandby: Bool = false, asking one: (host: String, port: String)? = nil, wasThere: Bool = false
    ) throws -> Connection {
        let start = ContinuousClock.now
        while true {
            do {
                return try attempted(address, waiting, toStandby: toStandby, asking: one)
            } catch let refusal as Refusal {
                // A restart, or the recovery after a crash, often takes a second or two.
                let mayCome = refusal.isStarting || wasThere && refusal.isSilent
                guard waiting.probes, mayCome, ContinuousClock.now - start < .seconds(5) else { throw refusal.problem }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    private static func attempted(_ address: Address, _ waiting: Waiting, toStandby: Bool, asking one: (host: String, port: String)?) throws -> Connection {
        let library = try LibPQ.shared
        let given = library.wholeSettings(of: address)
        let settings = ConnectionSettings(address.text, toStandby: toStandby, asking: one, given: given, leavingOut: PasswordFile.leftOut(given, waiting.tell))
        let outcome = Outcome()
        let start = ContinuousClock.now
        Thread.detachNewThread { outcome.set(settings.withTexts { library.connect($0, $1, 1) }) }
        while !outcome.isThere {
            let isTooLate = !waiting.probes && ContinuousClock.now - start > .seconds(waiting.patience)
            if waiting.isStopped() || isTooLate {
                outcome.abandon(library)
                throw Problem(.interrupted, "stopped while connecting to the server; nothing was saved")
            }
            outcome.wait(seconds: 0.1)
        }
        guard let connection = outcome.taken() else { throw Problem(.unavailable, "there is not enough memory to connect") }
        guard library.status(connection) == CONNECTION_OK else {
            let said = library.text(library.errorMessage(connection))
            library.finish(connection)
            // A server whose words are in another language has said so at once.
            let answered = ContinuousClock.now - start < .seconds(5)
            throw Refusal(said, address) { answered ? library.codes(settings, waiting) : "" }
        }
        let opened = Connection(library, connection, address, waiting, isToStandby: toStandby)
        do {
            guard opened.serverVersion >= 140_000 else {
                throw Problem(.unavailable, "this server is too old", value: "PostgreSQL \(opened.serverVersion / 10_000)", at: .init(file: address.location), allowed: ["14 or later"])
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
