import Foundation
import PostgresStore
import RegistryCore
import Server
import Testing

/// Batches of very many entries, which nobody is to hold or to sort whole, and what is changed of many innovations.
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

    @Test("many innovations are changed in few ways to the server and back, with all that goes with them")
    func ways() throws {
        let trying = try Trying(), proxy = try Proxy(to: trying.server), store = try trying.open(through: proxy)
        let innovations = (1...300).map { number in
            Innovation(
                home: .county, number: number, uid: UID(), source: "form", sourceID: "k\(number)", submitter: "ana", stage: "submitted",
                created: Date(timeIntervalSince1970: 1_000_000), updated: Date(timeIntervalSince1970: 1_000_000), fields: ["title": .text("Number \(number)")], tags: ["bus"])
        }
        try store.write { writer in for one in innovations { try writer.insert(one) } }
        let before = proxy.requests, batch = UID()
        try store.write { writer in
            let number = try writer.reserveBatchNumber(in: .county)
            var found = try writer.innovations(Array((1...300).reversed()), in: .county)
            for index in found.indices { (found[index].version, found[index].stage) = (2, "withdrawn") }
            try writer.update(found.map { (innovation: $0, version: 1) }, in: .county)
            try writer.forgetImports(of: found.map(\.number), in: .county)
            try writer.put(found.map { ImportedRecord(home: .county, source: "form", key: $0.sourceID ?? "", innovation: $0.number, fields: $0.fields, tags: $0.tags) }, in: .county)
            _ = try writer.contributions(on: found.map(\.number), in: .county)
            try writer.set(found.map { (innovation: $0.number, values: ["rating.mean": 4]) }, in: .county)
            try writer.index(found.map { (innovation: $0.number, text: SearchText($0)) }, in: .county)
            let entries = found.map { one in
                Entry(
                    home: .county, batch: batch, position: one.number, action: .undid, subject: one.subject, innovation: one.number,
                    payload: Entry.Payload(changes: [Change("stage", was: "submitted", now: "withdrawn")], salt: [1, 2]), digest: .nothing, link: .nothing)
            }
            try writer.append(Batch(home: .county, uid: batch, number: number, person: "ana", account: "test", at: Date(), command: "undo", count: 300, head: .nothing), entries)
        }
        #expect(proxy.requests - before < 16, "\(proxy.requests - before)")
        #expect(try trying.psql("SELECT count(*), min(version), min(stage) FROM innovation") == "300|2|withdrawn")
        #expect(try trying.psql("SELECT (SELECT count(*) FROM tag), (SELECT count(*) FROM signal), (SELECT count(*) FROM imported), (SELECT count(*) FROM entry), (SELECT count(*) FROM payload)") == "300|300|300|300|300")
    }
}
