import Fixture
import Foundation
import RegistryCore
import Testing

/// An import that keeps nothing, on a server, which gives numbers out for good.
@Suite struct DryRunTests {
    @Test func aDryRunReservesNoNumber() throws {
        let fixture = try Fixture()
        var server = ""
        if !Engine.isServer {
            let address = try fixture.emptyDatabase()
            try fixture.run("relocate --to \(address)")
            server = "--registry \(address)"
        }
        let path = fixture.folder.appending(path: "ideas.csv").path
        func write(_ rows: String) throws { try "title,problem,source_id,submitter,Odd\n\(rows)".write(toFile: path, atomically: true, encoding: .utf8) }
        func batches() throws -> Int { try fixture.json("\(server) batches").array?.first?["batch"]?.integer ?? 0 }
        let last = try batches()
        try write("Bus,Late,A1,Amina,x\nTea,Cold,A2,Ben,y\n")
        for _ in 0..<2 {
            let said = try fixture.run("\(server) import \(path) --source s --extra keep --dry-run")
            #expect(said.contains("2 new") && said.contains("“Bus”, “Tea”"), "\(said)")
        }
        #expect(try fixture.run("\(server) import \(path) --source s --extra keep").contains("New: P1 to P2"))
        #expect(try batches() == last + 1)
        try write("Bus,Late,A1,Amina,x\nTea,Hot,A2,Ben,y\nNew,No,A3,Cara,z\n")
        let dry = try fixture.run("\(server) import \(path) --source s --extra keep --dry-run")
        #expect(dry.contains("1 new, 1 updated, 1 already here") && dry.contains("P2 would change"), "\(dry)")
        #expect(try fixture.run("\(server) show P2").contains("Cold"))
        #expect(try fixture.run("\(server) import \(path) --source s --extra keep").contains("New: P3"))
        #expect(try batches() == last + 2)
        #expect(try fixture.run("\(server) verify").contains("Nothing is wrong"))
    }
}
