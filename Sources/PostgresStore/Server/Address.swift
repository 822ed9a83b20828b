import CLibPQ
import Foundation
import RegistryCore

/// Where a registry's server is: `postgres://…` with every setting of libpq's, which reads the rest from service files,
/// `PG…` variables and `~/.pgpass`.
public struct Address: Sendable {
    /// As libpq takes it.
    let text: String
    /// As people may see it: without its password.
    public let location: String

    /// - Parameter isVisible: whether others can read it while the program runs, as the arguments of a process can be:
    ///   then a password in it is refused.
    /// Throws `usage` for what is no address and what libpq cannot read, `unavailable` where there is no libpq.
    public init(_ name: String, isVisible: Bool) throws {
        guard case .server(let text) = try RegistryName(name) else { throw Address.unreadable(name) }
        let library = try LibPQ.shared
        guard let settings = library.settings(of: text) else { throw Address.unreadable(text) }
        if isVisible, let secret = settings.keys.filter(ServerAddress.secrets.contains).min() {
            throw Problem(
                .usage, "a password does not belong in a command, where others can read it", value: ServerAddress.masked(text),
                details: ["the address has a \(secret)"], next: "put it into ~/.pgpass, a service file or PGPASSWORD, and leave it out here")
        }
        self.text = text
        let masked = ServerAddress.masked(text)
        // As libpq reads it, which is what counts, nothing of a password is left.
        let isClean = library.settings(of: masked).map { ServerAddress.secrets.isDisjoint(with: $0.keys) } ?? false
        location = isClean ? masked : "postgres://…"
    }

    private static func unreadable(_ text: String) -> Problem {
        // libpq's own words may repeat the address with its password.
        Problem(
            .usage, "this cannot be read as the address of a PostgreSQL server", value: ServerAddress.masked(text),
            allowed: ["postgres://HOST/DATABASE", "postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full", "postgres:///?service=NAME"])
    }
}

extension LibPQ {
    /// What an address sets, by libpq's keywords; nil where libpq cannot read it.
    func settings(of address: String) -> [String: String]? {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = parseAddress(address, &message) else {
            freeMemory(message)
            return nil
        }
        return taken(options)
    }

    /// All keywords that libpq has settings for.
    func keywords() -> [String]? {
        guard let options = parseAddress("", nil) else { return nil }
        defer { freeAddress(options) }
        return sequence(first: options) { $0 + 1 }.lazy.prefix { $0.pointee.keyword != nil }.map { text($0.pointee.keyword) }
    }

    /// The same, with what service files and variables say: libpq puts them together for a connection only, and this one is
    /// never made. Nothing where it cannot.
    func wholeSettings(of address: Address) -> [String: String] {
        guard let connection = ConnectionSettings(nowhere: address.text).withTexts({ startConnecting($0, $1, 1) }) else { return [:] }
        defer { finish(connection) }
        let settings = options(connection).map(taken) ?? [:]
        return settings["host"] == nil ? [:] : settings
    }

    /// What options of libpq's say, which end with one that has no keyword, and are freed.
    private func taken(_ options: UnsafeMutablePointer<_PQconninfoOption>) -> [String: String] {
        defer { freeAddress(options) }
        var settings: [String: String] = [:]
        var place = options
        while let keyword = place.pointee.keyword {
            if let value = place.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            place += 1
        }
        return settings
    }
}
