import Fixture
import Foundation
import RegistryCore
import Testing

@Suite("config")
struct ConfigTests {
    private func file(_ text: String, in fixture: Fixture, name: String = "edited.yaml") throws -> String {
        let url = fixture.folder.appending(path: name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    @Test("lists the documents and who reads them")
    func list() throws {
        let names = try Fixture().json("config").array?.compactMap { $0["name"]?.string }
        #expect(names == ["evidence", "fields", "stages", "tags"])
    }

    @Test("what is shown can be set, and changes nothing")
    func roundTrip() throws {
        let fixture = try Fixture()
        for name in Configuration.own {
            let path = try file(try fixture.run("config show \(name)"), in: fixture)
            #expect(try fixture.json("config set \(name) \(path)")["changed"] == false)
        }
    }

    @Test("a field of one's own works everywhere from then on")
    func set() throws {
        let fixture = try Fixture()
        let ward = "\n  - name: ward\n    label: Ward\n    type: text\n    hint: The ward.\n"
        let path = try file(try fixture.run("config show fields") + ward, in: fixture)
        let said = try fixture.run("config set fields \(path)")
        #expect(said.contains("fields is at version 2 now") && said.contains("New: ward."))
        #expect(try fixture.run("help fields").contains("ward"))
        #expect(try fixture.troubles().isEmpty)
    }

    @Test("a document that does not read is refused with its file and line")
    func refused() throws {
        let fixture = try Fixture()
        let path = try file(try fixture.run("config show fields") + "\n  - name: ward\n    labell: Ward\n", in: fixture)
        let problem = try fixture.problem("config set fields \(path)")
        #expect(problem?.kind == .badInput && problem?.place?.file == path && problem?.nearest == "label")
        #expect((problem?.place?.line ?? 0) > 100)
        #expect(try fixture.json("config show fields")["version"] == 1)
    }

    @Test("what is wrong is said", arguments: [
        ("config show filds", Problem.Kind.noInput, "fields" as String?), ("config set filds /dev/null", .noInput, "fields"),
        ("config set fields /no/such/file", .noInput, nil), ("config show keeping", .noInput, nil), ("config edit fields", .usage, nil),
    ])
    func wrong(line: String, kind: Problem.Kind, nearest: String?) throws {
        let problem = try Fixture().problem(line)
        #expect(problem?.kind == kind && problem?.nearest == nearest && problem?.next != nil)
    }

    @Test("is for admins")
    func permitted() throws {
        let fixture = try Fixture()
        let path = try file("version: 1\ntags: []\n", in: fixture)
        #expect(try fixture.problem("config set tags \(path)", as: "lead")?.kind == .notPermitted)
        #expect(try !fixture.run("config show tags", as: "ana").isEmpty)
    }

    @Test("is undone by an admin only, and then holds at once")
    func undone() throws {
        let fixture = try Fixture()
        let path = try file("version: 1\ntags: []\n", in: fixture)
        let batch = try fixture.json("config set tags \(path)")["batch"]?.integer ?? 0
        #expect(try fixture.problem("undo --batch \(batch) --yes", as: "lead")?.kind == .notPermitted)
        try fixture.run("undo --yes")
        #expect(try fixture.run("config show tags") == Fixture.starter.documents["tags"])
    }
}
