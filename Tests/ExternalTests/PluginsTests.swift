import Fixture
import RegistryCore
import RegistryShell
import Testing

@Suite("plugins")
struct PluginsTests {
    @Test("lists what each adds, by extension point")
    func list() throws {
        let rating = try Fixture().json("plugins").array?.first { $0["id"] == "rating" }
        #expect(rating?["version"] == .string(programVersion) && rating?["from"] == "shipped")
        #expect(rating?["contributes"]?["command"] == ["rate", "top"])
        #expect(rating?["contributes"]?["kind"] == ["rating"])
    }

    @Test("shows one with a line for each of its extensions")
    func one() throws {
        let fixture = try Fixture()
        let json = try fixture.json("plugins keeping")
        #expect(json["extensions"]?.array?.allSatisfy { $0["summary"]?.string?.isEmpty == false } == true)
        let page = try fixture.run("plugins rating")
        #expect(page.contains("rate  Rate somebody else's innovation") && page.contains("Rating, from rating"))
    }

    @Test("needs no registry")
    func withoutRegistry() throws {
        let fixture = try Fixture()
        #expect(try fixture.run("plugins --registry \(fixture.folder.path)/none").contains("keeping"))
    }

    @Test("offers the nearest")
    func unknown() throws {
        let problem = try Fixture().problem("plugins ratting")
        #expect(problem?.kind == .noInput && problem?.nearest == "rating" && problem?.next == "plugins")
    }

    @Test("the examples of plugins run, each where its folder is")
    func examples() throws {
        let fixture = try Fixture(founding: true)
        let examples = try fixture.json("help plugins")["examples"]?.array?.compactMap { $0["line"]?.string } ?? []
        #expect(examples.count == 6)
        let folder = fixture.folder.appending(path: "thanks").path
        for line in examples {
            let here = line.hasPrefix("plugins new ") ? line + " --folder \(folder)" : line.replacing(" thanks", with: " \(folder)")
            #expect(throws: Never.self, "\(line)") { try fixture.run(here + " --yes") }
        }
    }
}
