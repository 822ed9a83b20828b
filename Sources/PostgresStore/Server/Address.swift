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
    /// Throws `usage` for what libpq cannot read, `unavailable` where there is no libpq.
    public init(_ text: String, isVisible: Bool) throws {
        let library = try LibPQ.shared
        var message: UnsafeMutablePointer<CChar>?
        guard let options = library.parseAddress(text, &message) else {
            // libpq's own words may repeat the address with its password.
            library.freeMemory(message)
            throw Problem(
                .usage, "this cannot be read as the address of a PostgreSQL server", value: ServerAddress.masked(text),
                allowed: ["postgres://HOST/DATABASE", "postgres://USER@HOST:PORT/DATABASE?sslmode=verify-full", "postgres:///?service=NAME"])
        }
        defer { library.freeAddress(options) }
        var settings: [String: String] = [:]
        var place = options
        while let keyword = place.pointee.keyword {
            if let value = place.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            place += 1
        }
        if isVisible, let secret = ["password", "sslpassword"].first(where: { settings[$0] != nil }) {
            throw Problem(
                .usage, "a password does not belong in a command, where others can read it", value: ServerAddress.masked(text),
                details: ["the address has a \(secret)"], next: "put it into ~/.pgpass, a service file or PGPASSWORD, and leave it out here")
        }
        self.text = text
        location = ServerAddress.masked(text)
    }
}
