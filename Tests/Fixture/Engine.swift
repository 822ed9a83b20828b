import Foundation
import PostgresStore
import RegistryCore
import Server
import SQLiteStore

/// Where a test's registry is kept: in a file, or with `PRACTICE_TEST_ENGINE=postgres` in a database on the tests' own
/// server, where each person is a login.
public enum Engine {
    case file(String)
    case server(Database)

    /// Whether it is a server.
    public static var isServer: Bool { Server.isAsked }

    /// Nothing is there yet.
    init(in folder: URL) throws {
        self = try Engine.isServer ? .server(Database(on: Server.shared.get(), template: Engine.template.get().name)) : .file(folder.appending(path: "registry").path)
    }

    /// Copying is faster than making the tables anew.
    private static let template = Result {
        let database = try Database(on: Server.shared.get())
        try PostgresStore.create(Address(database.address(), isVisible: false)).close()
        return database
    }

    /// What `--registry` says.
    func location(for person: String) throws -> String {
        switch self {
        case .file(let path): path
        case .server(let database): try database.address(as: Person.key(person))
        }
    }

    /// Makes or finds the place of the first home.
    func made() throws -> any Store {
        switch self {
        case .file(let path): try SQLiteStore.create(path: path)
        case .server(let database): try Engine.open(database.address(as: "admin", makesRegistry: true))
        }
    }

    /// As whoever may see and do everything; a person is acted as by name.
    func opened() throws -> any Store {
        switch self {
        case .file(let path): try Engine.open(path)
        case .server(let database): try Engine.open(database.address())
        }
    }

    func bytes() throws -> Data {
        switch self {
        case .file(let path): ["", "-wal"].map { FileManager.default.contents(atPath: path + $0) ?? Data() }.reduce(Data(), +)
        case .server(let database): try Data(database.dump().utf8)
        }
    }

    static func destination(_ place: String) throws -> Destination {
        switch try RegistryName(place) {
        case .file(let path): SQLiteStore.destination(path: path)
        case .server(let address): PostgresStore.destination(try Address(address, isVisible: true))
        }
    }

    static func open(_ location: String) throws -> any Store {
        guard ServerAddress.isOne(location) else { return try SQLiteStore.open(path: location) }
        return try PostgresStore.open(Address(location, isVisible: false))
    }
}
