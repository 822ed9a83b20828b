import CLibPQ
import Foundation
import RegistryCore

/// Why a server could not be connected to.
struct Refusal: Error {
    let problem: Problem
    /// Whether it is on its way: starting, or in recovery after a crash.
    let isStarting: Bool
    /// Whether nobody answered at all.
    let isSilent: Bool

    /// By libpq's words, as it tells no codes of this. A server may say its own in another language: then its codes are asked
    /// for, which takes a second attempt.
    init(_ message: String, _ address: Address, codes: () -> String) {
        self = Refusal(known: message, address) ?? Refusal(known: codes(), address)
            ?? Refusal(
                Problem(.unavailable, "no server answers there", at: .init(file: address.location), next: "look at the host's name and port, and whether the server runs"),
                isSilent: true)
    }

    private init(_ problem: Problem, isStarting: Bool = false, isSilent: Bool = false) {
        self.problem = problem
        self.isStarting = isStarting
        self.isSilent = isSilent
    }

    /// Nil where neither words nor codes say what it is.
    private init?(known message: String, _ address: Address) {
        let place = Problem.Place(file: address.location)
        let lines = message.split(separator: "\n").map(String.init)
        // A code ends its line; elsewhere five digits are a port.
        func says(_ parts: String...) -> Bool {
            parts.contains { part in part.first?.isNumber ?? false ? lines.contains { $0.hasSuffix(" " + part) } : message.contains(part) }
        }
        func refused(_ kind: Problem.Kind, _ what: String, next: String? = nil) -> Refusal { Refusal(Problem(kind, what, at: place, next: next)) }
        if says("starting up", "shutting down", "in recovery mode", "not yet accepting connections", "not accepting connections", "57P03") {
            self = Refusal(Problem(.unavailable, "the server is starting or shutting down", at: place, next: "try again in a moment"), isStarting: true)
        } else if let setting = Refusal.unreadable(message) {
            self = Refusal(Problem(.usage, "a setting of the connection cannot be read", value: setting, at: place, next: "look into the address, the service file and the PG… variables"))
        } else if says("password authentication failed", "no password supplied", "28P01") {
            self = refused(
                .notPermitted, "the server does not take this login's password, or was given none", next: "put it into ~/.pgpass or a service file, and look at the login's name")
        } else if says("no pg_hba.conf entry", "authentication failed", "is not permitted to log in", "28000") || says("role \"") && says("does not exist") {
            self = refused(.notPermitted, "the server does not let this login in", next: "ask whoever runs the server")
        } else if says("3D000") || says("database \"") && says("does not exist") {
            self = refused(.noInput, "the server has no such database", next: "ask whoever runs the server to create it")
        } else if says("permission denied for database", "42501") {
            self = refused(.notPermitted, "this login may not use that database", next: "ask whoever runs the server")
        } else if says("certificate", "SSL") {
            self = refused(.unavailable, "the server could not prove who it is, or offers no encryption", next: "look at sslmode and sslrootcert in the address")
        } else if says("definition of service") {
            self = refused(.usage, "no service file has that service", next: "look into ~/.pg_service.conf")
        } else if says("service file") {
            self = refused(.usage, "the service file cannot be read, or is not there", next: "look into ~/.pg_service.conf")
        } else if says("too many clients", "too many connections", "remaining connection slots", "53300") {
            self = refused(.busy, "the server has no connection left", next: "try again in a moment")
        } else if says("is read-only", "not in hot standby", "not read-only", "is not in recovery", "is in recovery", "server is in hot standby") {
            self = refused(.unavailable, "none of the servers is what target_session_attrs asks for")
        } else {
            return nil
        }
    }
}

extension Refusal {
    /// The setting that libpq cannot read, or the server, to which `options` are handed on; with its value where the message has
    /// it. Nil where it says nothing of one.
    private static func unreadable(_ message: String) -> String? {
        func setting(_ name: Substring, _ value: Substring? = nil) -> String {
            // What stands for a port may be the beginning of a password, with a slash in it or without a host.
            name == "port" || ServerAddress.secrets.contains(String(name)) ? String(name) : name + (value.map { "=\($0)" } ?? "")
        }
        if let found = message.firstMatch(of: #/value "([^"]*)" for connection option "(\w+)"/#) { return setting(found.output.2, found.output.1) }
        if let found = message.firstMatch(of: #/invalid (\w+) (?:value|method): "([^"]*)"/#) { return setting(found.output.1, found.output.2) }
        if let found = message.firstMatch(of: #/(?:weak (\w+)|(\w+) (?:value|method)) "([^"]*)" (?:may|invalid|is|cannot)/#), let name = found.output.1 ?? found.output.2 {
            return setting(name, found.output.3)
        }
        if message.contains("invalid port number") { return "port" }
        if let found = message.firstMatch(of: #/could not parse network address "([^"]*)"/#) { return setting("hostaddr", found.output.1) }
        if let found = message.firstMatch(of: #/could not match \d+ (port|host)/#) { return found.output.1 == "port" ? "port" : "hostaddr" }
        if let found = message.firstMatch(of: #/(?:invalid connection option|unrecognized configuration parameter) "([^"]*)"/#) { return setting(found.output.1) }
        if let found = message.firstMatch(of: #/invalid value for parameter "([^"]*)": "([^"]*)"/#) { return setting(found.output.1, found.output.2) }
        if let found = message.firstMatch(of: #/(\w+) parameter must be an integer/#) { return setting(found.output.1) }
        if message.contains("invalid SSL protocol version range") { return "ssl_min_protocol_version" }
        if message.contains("socket path") && message.contains("is too long") { return "host" }
        // Of the server's words in another language only the code is left.
        return ["invalid command-line argument", "42704", "42601", "22023"].contains(where: message.contains) ? "options" : nil
    }
}

extension LibPQ {
    /// What servers refuse a connection with, as codes instead of words. Empty where they let it in, or answer no more.
    func codes(_ settings: ConnectionSettings, _ waiting: Waiting) -> String {
        guard let connection = settings.withTexts({ startConnecting($0, $1, 1) }) else { return "" }
        defer { finish(connection) }
        _ = setVerbosity(connection, PQERRORS_SQLSTATE)
        let deadline = ContinuousClock.now + .seconds(5)
        var events = Int16(POLLOUT)
        while ContinuousClock.now < deadline, !waiting.isStopped() {
            guard status(connection) != CONNECTION_BAD else { break }
            var entry = pollfd(fd: socket(connection), events: events, revents: 0)
            guard poll(&entry, 1, 100) != 0 else { continue }
            switch goOnConnecting(connection) {
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            case PGRES_POLLING_FAILED: return text(errorMessage(connection))
            default: return ""
            }
        }
        return ""
    }
}
