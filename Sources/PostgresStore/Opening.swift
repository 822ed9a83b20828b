import Foundation
import RegistryCore

extension PostgresStore {
    /// Counts changes of the tables from 1. A server with a later one is refused.
    static let version = 2

    /// Connects to a server on which a registry was made.
    ///
    /// - Parameters:
    ///   - distributed: whether its homes must be shared out among servers.
    ///   - patience: seconds after which a server that says nothing is given up.
    ///   - isStopped: whether the person asked to stop.
    ///   - tell: told what a person should know of the connection.
    /// - Throws: `noInput` when there is no registry, `unavailable` when no server answers or its registry is of another
    ///   version, `notPermitted` when the login may not use it, `refused` when it is on one server and must not be.
    public static func open(
        _ address: Address, distributed: Bool = false, patience: Double = 120, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> PostgresStore {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: patience, tell: tell), tell: tell)
        let found = try store.reported { try store.connected { try $0.schemaVersion(telling: store) } }
        guard let found else {
            throw Problem(.noInput, "there is no registry in this database", value: address.location, next: "init, or name another with --registry")
        }
        guard found == version else {
            throw Problem(
                .unavailable, "\(found > version ? "a newer" : "an older") version of this program made this registry", at: .init(file: address.location),
                details: ["it has schema version \(found), and this program knows \(version)"], next: "use the same version; nothing was changed")
        }
        guard !distributed || store.isDistributed.load(ordering: .relaxed) else {
            throw Problem(
                .refused, "the registry in this database is kept by one server, and --distributed is for a new one", at: .init(file: address.location),
                next: "leave --distributed out, or make a registry in another database")
        }
        return store
    }

    /// Makes the tables of a registry in a database that has none, and opens it.
    ///
    /// - Parameters:
    ///   - distributed: whether its homes are shared out among the servers of a Citus cluster.
    ///   - filling: the first rows, with the login that makes them: they are there as soon as the tables are.
    /// - Throws: `cannotCreate` when there is one already or the login may not make one; what `open` and `filling` throw.
    public static func create(
        _ address: Address, distributed: Bool = false, patience: Double = 120, isStopped: @escaping @Sendable () -> Bool = { false },
        tell: @escaping @Sendable (String) -> Void = { _ in }, filling: (any StoreWriting, String?) throws -> Void = { _, _ in }
    ) throws -> PostgresStore {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: patience, tell: tell), tell: tell)
        try store.reported {
            try store.connected { connection in
                // Whoever makes one at the same time waits here, and then finds it.
                try connection.run("BEGIN; SELECT pg_advisory_xact_lock(\(Schema.making))")
                guard try connection.schemaVersion(telling: store) == nil else {
                    throw Problem(.cannotCreate, "there is a registry already", value: address.location)
                }
                do {
                    if distributed, try connection.rows("SELECT 1 FROM pg_extension WHERE extname = 'citus'").count == 0 {
                        throw Problem(
                            .unavailable, "this database has no Citus, which shares homes out among servers", at: .init(file: address.location),
                            next: "let whoever runs the server CREATE EXTENSION citus there, or leave --distributed out")
                    }
                    store.isDistributed.store(distributed, ordering: .relaxed)
                    guard connection.encoding == "UTF8" else {
                        throw Problem(
                            .unavailable, "this database cannot keep every text: its encoding is not UTF8", value: connection.encoding, at: .init(file: address.location),
                            next: "let whoever runs the server CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'")
                    }
                    try connection.run(Schema.creation(distributed: distributed))
                    if try connection.rows(Schema.stillOwns)[0].whole(0) == 1 {
                        tell("\(connection.user) belongs to \(Schema.owner) still, and may do everything: let whoever runs the server REVOKE \(Schema.owner) FROM \(SQLName.quoted(connection.user))")
                    }
                } catch let error as ServerError where ["42501", "42P06"].contains(error.state) {
                    throw Problem(
                        .notPermitted, "this login may not make a registry in that database", at: .init(file: address.location),
                        details: [
                            "it must be allowed to CREATE in the database, and to make the role that owns the tables, which is nobody's login:",
                            "GRANT CREATE ON DATABASE … TO \(SQLName.quoted(connection.user)); CREATE ROLE \(Schema.owner) NOLOGIN; GRANT \(Schema.owner) TO \(SQLName.quoted(connection.user))",
                        ], next: "let whoever runs the server do that, or run init once")
                }
                let transaction = PostgresTransaction(connection, store: store, isWriting: true)
                try filling(transaction, store.login)
                try transaction.finish()
                // What was caught on the way has ended the transaction all the same.
                if let failure = transaction.failure { throw failure }
                do {
                    try transaction.commit()
                } catch let error as ServerError where !connection.isBroken {
                    throw error
                } catch {
                    guard try store.wasMade(with: transaction.batches.first) else { throw error }
                }
            }
        }
        return store
    }

    /// Whether a registry is there whose commit was not answered: by its first batch, where it was made with one.
    private func wasMade(with batch: Batch?) throws -> Bool {
        try LostCommit(
            store: self, isSettled: { try $0.rows("SELECT pg_try_advisory_xact_lock(\(sql: Schema.making))")[0].whole(0) == 1 },
            isThere: { connection in
                guard try connection.schemaVersion(telling: self) != nil else { return false }
                return try batch.map { try connection.rows("SELECT 1 FROM batch WHERE home = \($0.home) AND uid = \($0.uid)").count > 0 } ?? true
            },
            unknown: { why in
                Problem(
                    .unavailable, "\(why): whether the registry is there is not known", at: .init(file: self.location),
                    next: "find, there, when the server is back; where it finds no registry, do it again")
            }
        ).wasKept()
    }

    /// The place in a database for a registry that moves there; the tables are made where there are none.
    public static func destination(
        _ address: Address, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) -> Destination {
        Destination(location: address.location) { fill in
            guard try exists(address, isStopped: isStopped, tell: tell) else { return try create(address, isStopped: isStopped, tell: tell, filling: fill) }
            let store = try open(address, isStopped: isStopped, tell: tell)
            try store.writeMany { try fill($0, store.login) }
            return store
        }
    }

    /// Whether a registry was made in that database.
    public static func exists(
        _ address: Address, isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> Bool {
        let store = PostgresStore(address, Waiting(isStopped: isStopped, patience: 120, tell: tell), tell: tell)
        return try store.reported { try store.connected { try $0.schemaVersion(telling: store) } } != nil
    }

    private func connected<Value>(_ body: (Connection) throws -> Value) throws -> Value {
        let connection = try begun("SELECT")
        defer { giveBack(connection) }
        return try body(connection)
    }
}

extension Connection {
    /// Nil where there is no registry. The store remembers whether it is distributed.
    fileprivate func schemaVersion(telling store: PostgresStore) throws -> Int? {
        guard try rows("SELECT to_regclass('practice.version') IS NOT NULL")[0].whole(0) == 1 else { return nil }
        let rows = try rows("SELECT version, to_regprocedure('practice.sequence_here(text, text)') IS NOT NULL FROM practice.version")
        guard rows.count > 0 else { return nil }
        store.isDistributed.store(try rows[0].whole(1) == 1, ordering: .relaxed)
        return try rows[0].whole(0)
    }
}

/// The tables, functions and policies of a registry, as SQL for one transaction.
///
/// They belong to a role that is no login. Who makes them takes it on for that long and is then as bound by the policies
/// as anybody, but for one whom the server lets do everything.
enum Schema {
    /// One for all registries of a server: it owns nothing else.
    static let owner = "practice_owner"

    /// Whether a login that is not above all policies anyway could go round them as the owner.
    static let stillOwns: SQL = """
        SELECT pg_has_role('practice_owner', 'MEMBER') AND NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = session_user
        """

    /// The lock that whoever makes a registry holds until that is kept or given up.
    static let making = "hashtextextended('practice.making', 20)"

    static func creation(distributed: Bool) -> String {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        let tables = text(PackageResources.tables_sql), checks = text(PackageResources.checks_sql), policies = text(PackageResources.policies_sql)
        let functions = [
            PackageResources.roles_sql, PackageResources.functions_sql, PackageResources.search_sql, PackageResources.finding_sql, PackageResources.imports_sql,
        ].map(text)
        let version = "INSERT INTO version VALUES (\(PostgresStore.version));"
        let parts: [String]
        if distributed {
            let (early, late) = Schema.withoutFold(functions)
            parts = [Schema.distributed(tables: tables), early, checks, distribution, version] + late + [Schema.distributed(policies, tables: tables), text(PackageResources.distributed_sql)]
        } else {
            parts = ["SET LOCAL ROLE \(owner);", tables] + functions + [checks, policies, version]
        }
        return """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\(owner)') THEN CREATE ROLE \(owner) NOLOGIN; END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                -- Somebody makes another registry on this server at the same time.
            END $$;
            DO $$ BEGIN
                -- From 16 on, who makes a role may give it, and is not it.
                IF current_setting('server_version_num')::int >= 160000 THEN
                    IF NOT pg_has_role('\(owner)', 'SET') THEN EXECUTE 'GRANT \(owner) TO CURRENT_USER WITH SET TRUE'; END IF;
                ELSIF NOT pg_has_role('\(owner)', 'MEMBER') THEN GRANT \(owner) TO CURRENT_USER; END IF;
            END $$;
            CREATE SCHEMA practice\(distributed ? "" : " AUTHORIZATION \(owner)");
            SET LOCAL search_path = practice, pg_catalog;
            \(distributed ? "SET LOCAL citus.multi_shard_modify_mode = 'sequential';" : "")
            \(parts.joined(separator: "\n"))
            RESET ROLE;
            DO $$ BEGIN
                REVOKE \(owner) FROM CURRENT_USER;
            EXCEPTION WHEN insufficient_privilege THEN
                -- Who gave it takes it away.
            END $$;
            """
    }
}
