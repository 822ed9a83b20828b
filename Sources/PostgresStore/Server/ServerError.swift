import RegistryCore

/// What a server answered instead of rows.
struct ServerError: Error {
    /// Five characters (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    let state: String
    /// The server's own words, which are never shown: they may quote a row.
    let message: String
    /// The table or function that it is about, where the server says.
    let table: String?
    /// Whether a standby says it.
    let isOfStandby: Bool

    /// The whole transaction may succeed when it is done again.
    var asksForRetry: Bool { state == "40001" || state == "40P01" }
}

/// A connection that is gone: nothing is known of what was last sent.
struct ConnectionLost: Error {}

extension Problem {
    /// The one place where the server's codes become facts.
    init(_ error: ServerError, _ location: String) {
        let place = Place(file: location)
        switch error.state {
        case "42501": self = .notAllowed(location)
        // A standby says the second of a transaction that would write; others, such as Citus, of whatever they cannot do.
        case let state where state == "25006" || state == "0A000" && error.isOfStandby:
            self.init(
                .unavailable, "this server only answers questions: it is a standby, or was set to be read-only", at: place,
                details: ["nothing was saved"], next: "name the primary, or all servers with target_session_attrs=read-write")
        case "53100", "53000": self.init(.inputOutput, "the server's disk is full: nothing was saved", at: place, next: "ask whoever runs the server to make room, and try again")
        case "53200": self.init(.unavailable, "the server has not enough memory: nothing was saved", at: place)
        case "53300": self.init(.busy, "the server has no connection left", at: place, next: "try again in a moment")
        case "55P03": self.init(.busy, "somebody else is changing the same, and did not finish in time", at: place, next: "try again in a moment")
        case "40001", "40P01": self.init(.busy, "others changed the same again and again: nothing was saved", at: place, next: "try again in a moment")
        case "57014": self.init(.busy, "the server stopped it, as it took too long: nothing was saved", at: place, next: "try again, or ask for less")
        case "25P03":
            self.init(
                .unavailable, "the server ended this, as it stood still for too long", at: place, details: ["idle_in_transaction_session_timeout says how long is too long"],
                next: "try again; what reads slowly, such as a pager or a pipe, better reads a file")
        case "22P05", "22021": self.init(.badInput, "a text has a character that this server's database cannot keep", at: place, next: "ask whoever runs the server for a database whose ENCODING is UTF8")
        case "54000", "54001", "22001", "22003": self.init(.badInput, "a value is too large for the registry", at: place)
        case "3F000", "42P01", "42883", "42703": self.init(.unavailable, "the registry's tables are not all there", at: place, details: ["PostgreSQL's code is \(error.state)"], next: "ask whoever runs the server to restore it")
        case "3D000": self.init(.noInput, "the server has no such database", at: place, next: "ask whoever runs the server to create it")
        case "XX001", "XX002": self = .damaged("the server cannot read its own files")
        case let state where state.hasPrefix("23"): self.init(.refused, "a row does not fit those that are there", value: error.table, at: place)
        case let state where state.hasPrefix("57P"): self = .lost(location)
        default: self.init(.unavailable, "the server refused it", at: place, details: ["PostgreSQL's code is \(error.state)"])
        }
    }

    static func notAllowed(_ location: String) -> Problem {
        Problem(.notPermitted, "the server does not let this login do that: nothing was saved", at: .init(file: location), next: "ask an admin of the home")
    }

    static func lost(_ location: String) -> Problem {
        Problem(.unavailable, "the connection to the server was lost", at: .init(file: location), next: "try again")
    }

    static func hangs(_ location: String, _ seconds: Int) -> Problem {
        Problem(.unavailable, "the server did not answer for \(seconds) seconds", at: .init(file: location), next: "try again, or ask whoever runs the server")
    }

    static let stopped = Problem(.interrupted, "stopped; nothing was saved")
}
