import Foundation
import RegistryCore
import Synchronization

/// A database of a test's own on the tests' server.
public final class Database: Sendable {
    public let name: String
    private let server: Server
    private let template: String?

    /// - Parameter template: the database whose copy it is, without a home; nobody is connected to that meanwhile. The copy is
    ///   emptied afterwards and serves another test. Nil for one that has nothing and never had.
    public init(on server: Server, template: String? = nil) throws {
        self.server = server
        self.template = template
        // Admins name only logins that are there.
        for login in Server.people { try server.make(login: login) }
        name = try template.flatMap { template in server.emptied.withLock { $0[template]?.popLast() } } ?? server.database(template: template ?? "template0")
    }

    // Dropping one takes a second, as the server writes all that it knows to the disk; the server's end takes them all.
    deinit {
        guard let template, (try? server.psql(Database.emptying, in: name)) != nil else { return }
        server.emptied.withLock { $0[template, default: []].append(name) }
    }

    /// Takes all homes out. Who is still connected is no more.
    private static let emptying = """
        DO $$ DECLARE one record; BEGIN
            PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
            FOR one IN SELECT relname, relkind FROM pg_class WHERE relnamespace = to_regnamespace('practice') AND relkind IN ('r', 'S') AND relname <> 'version' LOOP
                EXECUTE format(CASE one.relkind WHEN 'r' THEN 'DELETE FROM practice.%I' ELSE 'DROP SEQUENCE practice.%I' END, one.relname);
            END LOOP;
        END $$
        """

    /// All that is in it, as `pg_dump` writes it.
    public func dump() throws -> String { try server.run("pg_dump", ["-d", address()]) }

    /// Its address, for a login that is made when it is not there.
    ///
    /// - Parameter makesRegistry: whether that login may make a registry in it; so for all that it makes.
    public func address(as login: String = Server.owner, makesRegistry: Bool = false) throws -> String {
        try server.make(login: login, makesRoles: makesRegistry)
        if makesRegistry { try server.psql("GRANT CREATE ON DATABASE \(name) TO \(Server.quoted(login))") }
        return server.address(name, login: login)
    }
}

extension Server {
    /// Whom most tests know; admins have theirs by making a registry.
    fileprivate static let people = ["lead", "ana", "ben", "cara"]

    /// Whether the registries of tests are to be on a server, not in files: `PRACTICE_TEST_ENGINE=postgres`.
    public static let isAsked = ProcessInfo.processInfo.environment["PRACTICE_TEST_ENGINE"] == "postgres"

    /// Makes a login of the server's, for a person of that name, when it is not there.
    public func make(login: String, makesRoles: Bool = false) throws {
        guard login != Server.owner else { return }
        try logins.withLock { logins in
            guard !logins.contains(login) else { return }
            // A test of roles may have made it.
            try psql("DO $$ BEGIN CREATE ROLE \(Server.quoted(login)) LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")
            if makesRoles { try psql("ALTER ROLE \(Server.quoted(login)) CREATEROLE") }
            logins.insert(login)
        }
    }

    static func quoted(_ login: String) -> String { "\"\(login.replacing("\"", with: "\"\""))\"" }
}
