import Foundation
import Server
import Testing

/// The real program, where the server asks for a write once more.
@Suite struct RetryTests {
    @Test func anImportThatMetAnotherIsStoredOnceMore() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "retry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try Server.shared.get(), database = try Database(on: server)
        let address = try database.address(as: "admin", makesRegistry: true)
        #expect(try Program.run(["--registry", address, "init"], in: folder, as: "admin").code == 0)
        // The first attempt meets what a deadlock would leave of it, near its end.
        try server.psql("""
            CREATE SEQUENCE attempts;
            CREATE FUNCTION once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF NEW.innovation % 3000 = 2500 AND nextval('public.attempts') = 1 THEN RAISE 'deadlock detected' USING ERRCODE = '40P01'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER once BEFORE INSERT ON practice.words FOR EACH ROW EXECUTE FUNCTION once()
            """, in: database.name)
        let rows = (1...3000).map { "Idea \($0) of many,Something did not work for \($0),We do it another way,People,k\($0)\n" }.joined()
        try ("title,problem,change,who,source_id\n" + rows).write(to: folder.appending(path: "ideas.csv"), atomically: true, encoding: .utf8)
        let report = try Program.run(["--registry", address, "import", "ideas.csv", "--quiet"], in: folder, as: "admin")
        #expect(report.code == 0, "\(report.said)")
        #expect(try server.psql("SELECT last_value FROM attempts", in: database.name) == "2")
        #expect(try Program.run(["--registry", address, "find", "--count", "idea"], in: folder, as: "admin").said == "3000\n")
        let verified = try Program.run(["--registry", address, "verify"], in: folder, as: "admin")
        #expect(verified.code == 0, "\(verified.said)")
    }
}
