import Dispatch
import Foundation
import RegistryCore
import Server
import Synchronization
import Testing

/// What somebody can do to others by holding on to something, or by being quick.
@Suite struct HoldingTests {
    @Test("nobody locks a table")
    func tables() throws {
        let besieged = try Besieged()
        for login in ["nob", "lea"] {
            let locked = try besieged.sql("""
                CREATE TEMPORARY TABLE locked (what text);
                DO $$ DECLARE one text; mode text; BEGIN
                    FOR one IN SELECT relname FROM pg_class WHERE relnamespace = 'practice'::regnamespace AND relkind = 'r' LOOP
                        FOREACH mode IN ARRAY '{ACCESS EXCLUSIVE,EXCLUSIVE,SHARE ROW EXCLUSIVE,SHARE}'::text[] LOOP
                            BEGIN
                                EXECUTE format('LOCK TABLE practice.%I IN %s MODE', one, mode);
                                INSERT INTO locked VALUES (one || ' ' || mode);
                            EXCEPTION WHEN insufficient_privilege THEN
                            END;
                        END LOOP;
                    END LOOP;
                END $$;
                SELECT * FROM locked
                """, as: login)
            #expect(locked == "", "\(login)")
        }
    }

    /// Until somebody has the lock of 20, which is taken after all others; fails where that never comes.
    private static func waitForLock(in besieged: Besieged, _ ended: Flag) throws {
        let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND (classid, objid) = (0, 20) AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND granted"
        while try besieged.sql(held, as: Server.owner) != "1" {
            try #require(!ended.isSet, "the locks were not taken")
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    @Test("nobody's locks stop numbers, people and documents")
    func advisory() throws {
        let besieged = try Besieged()
        let holding = DispatchQueue(label: "holding")
        let keys = "SELECT batch_lock('trafford', n) FROM generate_series(3, 40) AS n UNION ALL SELECT hashtextextended(k || '.trafford', 20) FROM unnest('{batch,innovation,people,documents,seal}'::text[]) AS k"
        let ended = Flag()
        holding.async {
            _ = try? besieged.sql("SELECT pg_advisory_lock(k) FROM (\(keys)) AS t (k); SELECT pg_advisory_lock(20); SELECT pg_sleep(300)", as: "nob")
            ended.set()
        }
        try Self.waitForLock(in: besieged, ended)
        let deeds = "SELECT reserve('trafford', 'batch'); SELECT reserve('trafford', 'innovation'); SELECT hold_latch('trafford', 'people', true); SELECT hold_latch('trafford', 'seal', false)"
        #expect(try besieged.sql("SET lock_timeout = '10s'; \(deeds)", as: "ana") == "2\n8\nt\nt")
        #expect(try besieged.sql("SET lock_timeout = '10s'; SELECT reserve_many('trafford', 3)", as: "lea") == "{9,10,11}")
        // Seals wait for who is held up, also where the sign stands at a lower number.
        #expect(try besieged.sql("BEGIN; SELECT reserve('trafford', 'batch'), settled('trafford'); COMMIT", as: "ana") == "3|1")
        try besieged.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nob' AND datname = '\(besieged.database)'", as: Server.owner)
        holding.sync {}
    }

    @Test("no batch is made without its sign, as seals would pass it by")
    func unsigned() throws {
        let besieged = try Besieged()
        let holding = DispatchQueue(label: "holding"), ended = Flag()
        holding.async {
            _ = try? besieged.sql("SELECT pg_advisory_lock(batch_lock('trafford', n)) FROM generate_series(1, 150) AS n; SELECT pg_advisory_lock(20); SELECT pg_sleep(300)", as: "nob")
            ended.set()
        }
        try Self.waitForLock(in: besieged, ended)
        do {
            try besieged.sql("BEGIN; \(Attack.batch(by: "ana", account: "ana")); COMMIT", as: "ana")
            Issue.record("a batch was made that nobody is warned of")
        } catch let refused as Server.Refused { #expect(refused.said.contains("holds all signs")) }
        // Its number was not given either.
        try besieged.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'nob' AND datname = '\(besieged.database)'", as: Server.owner)
        holding.sync {}
        #expect(try besieged.sql("BEGIN; SELECT reserve('trafford', 'batch'), settled('trafford'); COMMIT", as: "ana") == "2|1")
    }

    @Test("a number that could not be given leaves no lock behind")
    func failed() throws {
        let besieged = try Besieged()
        try besieged.sql("SELECT reserve('trafford', 'batch')", as: "ana")
        try besieged.sql("ALTER SEQUENCE practice.\"batch.trafford\" MAXVALUE 2", as: Server.owner)
        let left = try besieged.sql("""
            DO $$ BEGIN PERFORM reserve('trafford', 'batch'); EXCEPTION WHEN OTHERS THEN NULL; END $$;
            SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()
            """, as: "ana")
        #expect(left == "0")
    }

    @Test("whoever waited for a lead's move is judged by what it left")
    func race() throws {
        let besieged = try Besieged()
        let sessions = DispatchQueue(label: "sessions", attributes: .concurrent)
        let refused = Mutex<String?>(nil)
        func waiting() throws -> String {
            try besieged.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = '\(besieged.database)' AND wait_event_type = 'Lock'", as: Server.owner)
        }
        // Somebody holds it until both wait.
        sessions.async {
            _ = try? besieged.sql("""
                DO $$ BEGIN PERFORM hold('trafford', 1);
                WHILE (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') < 2 LOOP
                    PERFORM pg_sleep(0.05), pg_stat_clear_snapshot();
                END LOOP; END $$
                """, as: Server.owner)
        }
        while try besieged.sql("SELECT count(*) FROM pg_locks WHERE relation = 'practice.innovation'::regclass AND mode = 'RowShareLock'", as: Server.owner) == "0" { Thread.sleep(forTimeInterval: 0.02) }
        sessions.async { _ = try? besieged.sql(Attack.update("stage = 'declined', held = 'because', visibility = 'everyone'", of: 1), as: "lea") }
        while try waiting() == "0" { Thread.sleep(forTimeInterval: 0.02) }
        sessions.async {
            do {
                try besieged.sql(#"UPDATE innovation SET stage = 'submitted', held = NULL, fields = '{"title":"mine"}', version = 2 WHERE home = 'trafford' AND number = 1"#, as: "ana")
            } catch { refused.withLock { $0 = (error as? Server.Refused)?.said ?? "\(error)" } }
        }
        sessions.sync(flags: .barrier) {}
        #expect(refused.withLock { $0 }?.contains("row-level security") == true)
        #expect(try besieged.sql("SELECT stage, held, version FROM innovation WHERE home = 'trafford' AND number = 1", as: "lea") == "declined|because|2")
    }

    @Test("whoever restores a dump gives nobody the rights of who once made the home")
    func restored() throws {
        let besieged = try Besieged()
        let file = besieged.server.folder + "/\(besieged.database).dump"
        try besieged.server.dump(besieged.database, to: file)
        // Another server, which counts its transactions from elsewhere.
        let server = try Server()
        defer { server.stop() }
        for login in Besieged.logins { try server.psql("CREATE ROLE \(login) LOGIN") }
        try server.psql("CREATE ROLE practice_owner NOLOGIN")
        let other = Besieged(server: server, database: try server.restored(file))
        #expect(try other.state() == besieged.state())
        try other.sql(Attack.update("stage = 'triaged'", of: 1), as: "lea")
        try other.sql("UPDATE home SET founding = (pg_current_xact_id()::text::bigint + 50)::text::xid8, emptying = (pg_current_xact_id()::text::bigint + 50)::text::xid8", as: Server.owner)
        let target = try other.sql("SELECT founding FROM home LIMIT 1", as: Server.owner)
        let tried = try server.psql(each: [
            "CREATE TEMPORARY TABLE got (now text, admin text, founded text)",
            """
            DO $$ DECLARE now text; BEGIN
                FOR n IN 1 .. 200 LOOP
                    now := pg_current_xact_id()::text;
                    IF now = '\(target)' THEN INSERT INTO got VALUES (now, practice.homes_as('admin')::text, practice.newly_made()::text); END IF;
                    COMMIT;
                END LOOP;
            END $$
            """, "SELECT * FROM got",
        ], in: other.database, as: "nob")
        #expect(tried == "\(target)|{}|{}")
    }
}
