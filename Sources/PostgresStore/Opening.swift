import Foundation
import RegistryCore

extension PostgresStore {
    /// Counts changes of the tables from 1. A server with a later one is refused.
    static let version = 1

    /// Connects to a server on which a registry was made.
    ///
    /// - Parameters:
    ///   - patience: seconds after which a server that says nothing is given up.
    ///   - isStopped: whether the person asked to stop.
    ///   - tell: told what a person should know of the connection.
    /// - Throws: `noInput` when there is no registry, `unavailable` when no server answers or its registry is of another
    ///   version, `notPermitted` when the login may not use it.
    public static func open(
        _ address: Address, patience: Double = 120, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> PostgresStore {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: patience), tell: tell)
        let found = try store.reported { try store.connected { try $0.schemaVersion() } }
        guard let found else {
            throw Problem(.noInput, "there is no registry in this database", value: address.location, next: "init, or name another with --registry")
        }
        guard found == version else {
            throw Problem(
                .unavailable, "\(found > version ? "a newer" : "an older") version of this program made this registry", at: .init(file: address.location),
                details: ["it has schema version \(found), and this program knows \(version)"], next: "use the same version; nothing was changed")
        }
        return store
    }

    /// Makes the tables of a registry in a database that has none, and opens it.
    ///
    /// - Parameter filling: the first rows, which are there as soon as the tables are.
    /// - Throws: `cannotCreate` when there is one already or the login may not make one; what `open` and `filling` throw.
    public static func create(
        _ address: Address, patience: Double = 120, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in },
        filling: (any StoreWriting, String?) throws -> Void = { _, _ in }
    ) throws -> PostgresStore {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: patience), tell: tell)
        try store.reported {
            try store.connected { connection in
                guard try connection.schemaVersion() == nil else {
                    throw Problem(.cannotCreate, "there is a registry already", value: address.location)
                }
                do {
                    try connection.run("BEGIN; \(Schema.creation)")
                } catch let error as ServerError where ["42501", "42P06"].contains(error.state) {
                    throw Problem(
                        .notPermitted, "this login may not make a registry in that database", at: .init(file: address.location),
                        next: "let whoever runs the server run init once")
                }
                let transaction = PostgresTransaction(connection, store: store, isWriting: true)
                try filling(transaction, store.login)
                try transaction.finish()
                // What was caught on the way has ended the transaction all the same.
                if let failure = transaction.failure { throw failure }
                try connection.run("COMMIT")
            }
        }
        return store
    }

    /// The place in a database for a registry that moves there; the tables are made where there are none.
    public static func destination(
        _ address: Address, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Destination {
        Destination(location: address.location) { fill in
            guard try exists(address, isStopped: isStopped) else { return try create(address, isStopped: isStopped, tell: tell, filling: fill) }
            let store = try open(address, isStopped: isStopped, tell: tell)
            try store.writeMany { try fill($0, store.login) }
            return store
        }
    }

    /// Whether a registry was made in that database.
    public static func exists(_ address: Address, isStopped: @escaping @Sendable () -> Bool = { false }) throws -> Bool {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: 120), tell: { _ in })
        return try store.reported { try store.connected { try $0.schemaVersion() } } != nil
    }

    private func connected<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        let connection = try begun("SELECT")
        defer { giveBack(connection) }
        return try body(connection)
    }
}

extension Connection {
    /// Nil where there is no registry.
    fileprivate func schemaVersion() throws -> Int? {
        guard try rows("SELECT to_regclass('practice.version') IS NOT NULL")[0].whole(0) == 1 else { return nil }
        let rows = try rows("SELECT version FROM practice.version")
        return rows.count > 0 ? try rows[0].whole(0) : nil
    }
}

/// The tables and functions of a registry, as SQL for one transaction.
enum Schema {
    static var creation: String {
        let parts = [PackageResources.tables_sql, PackageResources.functions_sql].map { String(decoding: $0, as: UTF8.self) }
        return """
            CREATE SCHEMA practice;
            SET LOCAL search_path = practice, pg_catalog;
            \(parts.joined(separator: "\n"))
            INSERT INTO version VALUES (\(PostgresStore.version));
            """
    }
}
