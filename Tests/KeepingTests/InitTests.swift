import Fixture
import Foundation
import RegistryCore
import Testing

@Suite("init")
struct InitTests {
    @Test("says where, whose it is, and what to type next")
    func makes() throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: "new").path
        let said = try fixture.run("init --registry \(path) --home trafford", as: "amina")
        #expect(said.contains("new registry at \(path), for the home “trafford”"))
        #expect(said.contains("Its admin is amina. Without --as, the system account amina is amina."))
        #expect(said.contains("practice --registry \(path) submit"))
        let people = try fixture.run("people --registry \(path) --format csv", as: "amina")
        #expect(people == "name,role,team,organisation,account\namina,admin,,,amina\n")
    }

    @Test("puts the founding records in")
    func founds() throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: "new").path
        let json = try fixture.json("init --founding --registry \(path)", as: "amina")
        #expect(json["registry"] == .string(path) && json["home"] == "home" && json["admin"] == "amina")
        #expect((json["innovations"]?.integer ?? 0) > 5)
        #expect(try fixture.run("verify --registry \(path)").contains("Nothing is wrong"))
    }

    @Test("does not touch a registry that is there")
    func refuses() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        let problem = try fixture.problem("init")
        #expect(problem?.kind == .cannotCreate && problem?.next != nil)
        #expect(try fixture.innovation(1).title == "Bus buddies")
    }

    @Test("refuses what cannot be a home's name")
    func homeName() throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: "new").path
        #expect(try fixture.problem("init --home \"Trafford Council\" --registry \(path)")?.kind == .usage)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
