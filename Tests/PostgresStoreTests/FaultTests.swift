import Foundation
import PostgresStore
import RegistryCore
import Server
import Testing

@Suite struct FaultTests {
    @Test("a commit whose answer is lost is found out, and not done twice")
    func answerLost() throws {
        let trying = try Trying()
        let proxy = try Proxy(to: trying.server)
        let store = try trying.open(through: proxy)
        _ = try store.write { try $0.addBatch("first") }
        proxy.fail(by: .losesAnswer)
        let batch = try store.write { try $0.addBatch("second") }
        #expect(try trying.psql("SELECT count(*) FROM innovation WHERE fields ->> 'title' = 'second'") == "1")
        #expect(try store.read { try $0.batch(batch, in: .county) }?.number == batch)
    }

    @Test("a commit that never came to the server is done again, once")
    func commitLost() throws {
        let trying = try Trying()
        let proxy = try Proxy(to: trying.server)
        let told = Told()
        let store = try trying.open(through: proxy, tell: told.tell)
        proxy.fail(by: .losesCommit)
        let batch = try store.write { try $0.addBatch("only") }
        #expect(try trying.psql("SELECT count(*) FROM innovation WHERE fields ->> 'title' = 'only'") == "1")
        #expect(try trying.psql("SELECT string_agg(number::text, ',') FROM batch") == "\(batch)")
        #expect(told.lines.contains { $0.contains("connected again") })
    }

    @Test("a registry that whoever keeps the server set to be read-only is read, and takes no write")
    func readOnly() throws {
        let trying = try Trying()
        _ = try trying.open().write { try $0.addBatch("before") }
        _ = try trying.psql("ALTER DATABASE \(trying.database) SET default_transaction_read_only = on")
        let store = try trying.open()
        #expect(try store.read { try $0.homes() } == [.county])
        let refusal = try problem { try store.write { try $0.addBatch("after") } }
        #expect(refusal?.kind == .unavailable && refusal?.what.contains("read-only") == true, "\(String(describing: refusal))")
    }

    @Test("a connection that is lost while nothing happens is made again, with a word")
    func idleLost() throws {
        let trying = try Trying()
        let proxy = try Proxy(to: trying.server)
        let told = Told()
        let store = try trying.open(through: proxy, tell: told.tell)
        _ = try store.write { try $0.addBatch("first") }
        proxy.cut()
        #expect(try store.read { try $0.innovation(1, in: .county) }?.title == "first")
        #expect(told.lines == ["the connection to the server was lost; connected again to \(proxy.folder)"])
        proxy.cut()
        _ = try store.write { try $0.addBatch("second") }
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "2")
    }

    @Test("a server that hangs is given up, and Ctrl-C does not wait for that")
    func hangs() throws {
        let trying = try Trying()
        let proxy = try Proxy(to: trying.server)
        let impatient = try trying.open(through: proxy, patience: 0.5)
        let stop = Flag()
        let patient = try trying.open(through: proxy, patience: 3600, isStopped: { stop.isSet })
        _ = try patient.read { try $0.homes() }
        proxy.fail(by: .hangs)
        let given = try problem { _ = try impatient.read { try $0.homes() } }
        #expect(given?.kind == .unavailable && given?.what.contains("did not answer") ?? false)
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.3)
            stop.set()
        }
        #expect(try problem { try patient.write { try $0.addBatch("never") } }?.kind == .interrupted)
        proxy.fail(by: nil)
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "0")
    }

    @Test("what the server asks to do again is done again, whole", arguments: ["40001", "40P01"])
    func again(_ code: String) throws {
        let trying = try Trying()
        // The store itself uses no trigger: this one is the fault.
        _ = try trying.psql("""
            CREATE SEQUENCE fault; CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN IF nextval(''practice.fault'') < 3 THEN RAISE EXCEPTION ''again'' USING ERRCODE = ''\(code)''; END IF; RETURN new; END';
            CREATE TRIGGER fails BEFORE INSERT ON batch FOR EACH ROW EXECUTE FUNCTION fails()
            """)
        let store = try trying.open()
        var attempts = 0
        try store.write { writer in
            attempts += 1
            try writer.addBatch("whole")
        }
        #expect(attempts == 3)
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "1")
        _ = try trying.psql("ALTER SEQUENCE fault INCREMENT -1 MINVALUE -1000")
        #expect(try problem { try store.write { try $0.addBatch("never") } }?.kind == .busy)
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "1")
    }

    @Test("a full disk, too long a pause and a refused value say what they are, and keep nothing")
    func refused() throws {
        let trying = try Trying()
        _ = try trying.psql("""
            CREATE FUNCTION fills() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''full'' USING ERRCODE = ''53100''; END';
            CREATE TRIGGER fills BEFORE INSERT ON mark FOR EACH ROW EXECUTE FUNCTION fills()
            """)
        let store = try trying.open()
        let full = try problem {
            try store.write { writer in
                try writer.addBatch("never")
                // The body goes on in spite of it; nothing of it is kept all the same.
                try? writer.setMark("inbox", of: "ana", in: .county, to: "1")
            }
        }
        #expect(full?.kind == .inputOutput, "\(String(describing: full))")
        _ = try trying.psql("ALTER DATABASE \(trying.database) SET idle_in_transaction_session_timeout = 200")
        let slow = try trying.open()
        let paused = try problem {
            try slow.write { writer in
                try writer.addBatch("never")
                Thread.sleep(forTimeInterval: 1)
                try writer.addBatch("nor this")
            }
        }
        #expect(paused?.kind == .unavailable && paused?.what.contains("stood still") ?? false, "\(String(describing: paused))")
        let read = try problem {
            try slow.read { reader in
                _ = try reader.homes()
                Thread.sleep(forTimeInterval: 1)
                _ = try reader.people(of: .county)
            }
        }
        #expect(read?.what.contains("stood still") ?? false, "\(String(describing: read))")
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "0")
        _ = try slow.write { try $0.addBatch("goes on") }
        #expect(try trying.psql("SELECT count(*) FROM innovation") == "1")
    }

    @Test("what became of a new registry is found out where the answer was lost", arguments: [true, false])
    func makingLost(_ isKept: Bool) throws {
        let server = try Server.shared.get()
        let proxy = try Proxy(to: server)
        let database = try server.database()
        proxy.fail(by: isKept ? .losesAnswer : .losesCommit)
        let made = try problem {
            try PostgresStore.create(Address(proxy.address(database), isVisible: false), filling: { writer, _ in
                try writer.create(home: .county, at: Date())
                try writer.addBatch("first")
            })
        }
        #expect(isKept ? made == nil : made?.kind == .unavailable, "\(String(describing: made))")
        #expect(try server.psql("SELECT to_regclass('practice.batch') IS NOT NULL", in: database) == (isKept ? "t" : "f"))
        if !isKept { try PostgresStore.create(Address(proxy.address(database), isVisible: false)).close() }
    }

    @Test("where a primary dies at a commit and its standby takes over later, the write waits for that and is there once")
    func commitLostToAStandby() throws {
        let primary = try Server(settings: ["wal_level=replica"])
        let trying = try Trying(on: primary)
        let standby = try Server(standbyOf: primary)
        let proxy = try Proxy(to: primary)
        let store = try PostgresStore.open(
            Address("postgres://\(Server.owner)@/\(trying.database)?host=\(proxy.folder),\(standby.folder)", isVisible: false))
        _ = try store.write { try $0.addBatch("first") }
        let place = try primary.psql("SELECT pg_current_wal_lsn()")
        while try standby.psql("SELECT pg_last_wal_replay_lsn() >= '\(place)'::pg_lsn") != "t" { Thread.sleep(forTimeInterval: 0.05) }
        var attempts = 0
        try store.write { writer in
            try writer.addBatch("second")
            attempts += 1
            guard attempts == 1 else { return }
            // The way to the primary ends with the commit, and nobody else finds it any more.
            proxy.fail(by: .losesCommit)
            try FileManager.default.removeItem(atPath: "\(proxy.folder)/.s.PGSQL.5432")
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 2)
                _ = try? standby.psql("SELECT pg_promote()")
            }
        }
        #expect(attempts == 2)
        #expect(try standby.psql("SELECT count(*) FROM practice.innovation WHERE fields ->> 'title' = 'second'", in: trying.database) == "1")
    }

    @Test("a standby answers, says why it keeps nothing, and when it is promoted the open store goes on with it")
    func standby() throws {
        let primary = try Server(settings: ["wal_level=replica"])
        let trying = try Trying(on: primary)
        let standby = try Server(standbyOf: primary)
        let told = Told()
        let both = try PostgresStore.open(
            Address("postgres://\(Server.owner)@/\(trying.database)?host=\(primary.folder),\(standby.folder)&target_session_attrs=read-write", isVisible: false),
            tell: told.tell)
        _ = try both.write { try $0.addBatch("kept") }
        let where_ = try primary.psql("SELECT pg_current_wal_lsn()")
        while try standby.psql("SELECT pg_last_wal_replay_lsn() >= '\(where_)'::pg_lsn") != "t" { Thread.sleep(forTimeInterval: 0.05) }
        let reading = try PostgresStore.open(Address(standby.address(trying.database), isVisible: false))
        #expect(try reading.read { try $0.innovation(1, in: .county) }?.title == "kept")
        #expect(try reading.read { try $0.news(after: 0, in: .county, limit: nil) }.count == 1)
        // With the standby held still, one's own words are read all the same, and others' when it has them.
        try standby.psql("SELECT pg_wal_replay_pause()")
        let mine = try PostgresStore.open(
            Address("postgres://\(Server.owner)@/\(trying.database)?host=\(primary.folder),\(standby.folder)", isVisible: false))
        mine.readsFromStandby(true)
        #expect(try mine.read { try $0.innovation(1, in: .county) }?.title == "kept")
        _ = try both.write { try $0.addBatch("of another") }
        #expect(try mine.read { try $0.innovation(2, in: .county) } == nil, "the standby answered")
        _ = try mine.write { try $0.addBatch("mine") }
        #expect(try mine.read { try $0.innovation(3, in: .county) }?.title == "mine")
        // What was written before a standby was asked is read too.
        let late = try PostgresStore.open(
            Address("postgres://\(Server.owner)@/\(trying.database)?host=\(primary.folder),\(standby.folder)", isVisible: false))
        _ = try late.write { try $0.addBatch("late") }
        late.readsFromStandby(true)
        #expect(try late.read { try $0.innovation(4, in: .county) }?.title == "late")
        try standby.psql("SELECT pg_wal_replay_resume()")
        let mineIs = try primary.psql("SELECT pg_current_wal_lsn()")
        while try standby.psql("SELECT pg_last_wal_replay_lsn() >= '\(mineIs)'::pg_lsn") != "t" { Thread.sleep(forTimeInterval: 0.05) }
        try standby.psql("SELECT pg_wal_replay_pause()")
        _ = try both.write { try $0.addBatch("unknown to the standby") }
        #expect(try mine.read { try $0.innovation(5, in: .county) } != nil, "one that was behind is not waited for again for a while")
        try standby.psql("SELECT pg_wal_replay_resume()")
        let refused = try problem { try reading.write { try $0.addBatch("never") } }
        #expect(refused?.kind == .unavailable && refused?.what.contains("standby") ?? false)
        try primary.signal("QUIT")
        primary.stop()
        try standby.psql("SELECT pg_promote()")
        _ = try both.write { try $0.addBatch("after") }
        #expect(try both.read { try $0.innovation(1, in: .county) }?.title == "kept")
        #expect(try standby.psql("SELECT count(*) FROM practice.innovation", in: trying.database) == "6")
        #expect(told.lines.contains { $0.contains("connected again to \(standby.folder)") })
    }
}
