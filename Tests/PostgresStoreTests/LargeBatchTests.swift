import Foundation
import PostgresStore
import RegistryCore
import Server
import Testing

/// Batches of very many entries, which nobody is to hold or to sort whole.
@Suite struct LargeBatchTests {
    @Test("the first and the last entries of a large batch come without the others being sorted, whoever asks", arguments: ["lea", "ana"])
    func ends(login: String) throws {
        let server = try Server(settings: ["log_temp_files=0", "work_mem=64kB"])
        defer { server.stop() }
        let trying = try Trying(on: server)
        try server.make(login: login)
        let store = try trying.open(), uid = UID()
        try store.write { try $0.put(Person(home: .county, name: login, role: login == "lea" ? .lead : .staff, login: login, created: Date())) }
        _ = try trying.psql("""
            SET work_mem = '64MB'; INSERT INTO batch VALUES ('county', 1, '\(uid.text)', '\(login)', '\(login)', '\(login)', '2026-11-26T12:00:00.000Z', 'import', 3000, sha256(''), NULL);
            INSERT INTO entry SELECT 'county', 1, n, 'imported', 'innovation', n::text, n, sha256(''), sha256('') FROM generate_series(1, 3000) AS n;
            INSERT INTO payload SELECT 'county', 1, n, '\\x00', format('{"changes":[{"property":"field.what","now":"%s"}]}', repeat(md5(n::text), 9)) FROM generate_series(1, 3000) AS n;
            """)
        let own = try PostgresStore.open(Address(server.address(trying.database, login: login), isVisible: false))
        var seen: [Int] = []
        try own.read { reader in
            try reader.eachEntry(of: uid, in: .county) { entry in
                seen.append(entry.position)
                return seen.count < 3
            }
            seen += try reader.entries(of: uid, before: nil, limit: 2, in: .county).map(\.position)
        }
        #expect(seen == [1, 2, 3, 3000, 2999])
        let log = try String(contentsOfFile: server.folder + "/server.log", encoding: .utf8)
        #expect(!log.contains("temporary file"))
    }
}
