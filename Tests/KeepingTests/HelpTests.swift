import Fixture
import RegistryCore
import RegistryShell
import Testing

@Suite("help and quit")
struct HelpTests {
    @Test("alone fits a screen of 80 columns and 24 lines")
    func oneScreen() throws {
        let lines = try Fixture().run("help", width: 80).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count <= 23)
        #expect(lines.allSatisfy { $0.displayWidth <= 80 })
        #expect(lines.contains { $0.contains("put an idea in") && $0.hasSuffix("submit") })
    }

    @Test("fits narrow screens", arguments: [40, 60])
    func narrow(width: Int) throws {
        let fixture = try Fixture()
        for line in ["help", "help commands", "help options", "help selection", "help people add"] {
            let lines = try fixture.run(line, width: width).split(separator: "\n")
            #expect(lines.allSatisfy { $0.displayWidth <= width }, "\(line)")
        }
        // A wish stays apart from its heading where the line to type stands below it.
        #expect(try fixture.run("help", width: 40).contains("\n  put an idea in\n    submit\n"))
    }

    @Test("the overview offers a line exactly where its command is in the build")
    func tasks() throws {
        let fixture = try Fixture()
        let overview = try fixture.run("help")
        let commands = try fixture.json("help").array?.compactMap { $0["name"]?.string } ?? []
        for line in HelpText.Task.all.flatMap(\.lines) {
            #expect(overview.contains(line) == commands.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
    }

    @Test("every form of the selection language that is shown is read")
    func forms() throws {
        let fixture = try Fixture()
        let forms = try fixture.json("help selection")["forms"]?.array?.compactMap { $0["selection"]?.string } ?? []
        #expect(forms.count >= 15)
        for form in forms { #expect(throws: Never.self, "\(form)") { try fixture.run("find --count \(Words.quote(form))", as: "ana") } }
    }

    @Test("help find says how to select")
    func find() throws {
        let page = try Fixture().run("help find")
        for form in ["\"wet day\"", "tag:transport", "stage:promising", "rating.mean>=4", "by:me", "-tag:transport", "bus or taxi", "(bus or taxi)"] {
            #expect(page.contains(form))
        }
    }

    @Test("a subcommand's page shows that subcommand's examples")
    func subcommand() throws {
        let page = try Fixture().run("help people add", width: 80)
        #expect(page.contains("people add carol") && !page.contains("people set ben") && page.contains("--role"))
        #expect(try Fixture().run("help people").contains("help people SUBCOMMAND says more"))
    }

    @Test("help fields gives the home's fields, and a new registry's where there is none")
    func fields() throws {
        let fixture = try Fixture()
        let title = try fixture.json("help fields").array?.first
        #expect(title?["field"] == "title" && title?["type"] == "text" && title?["asked"] == "at once")
        #expect(try fixture.run("help fields --registry \(fixture.folder.path)/none").contains("problem"))
        #expect(fixture.messages.first?.contains("no registry yet") == true)
    }

    @Test("what there is no help on has its nearest", arguments: [
        ("help peple", "people" as String?), ("help feilds", "fields"), ("help people ad", "add"), ("help rate now", nil), ("help xyzzy", nil),
    ])
    func unknown(line: String, nearest: String?) throws {
        let problem = try Fixture().problem(line)
        #expect(problem?.kind == .usage && problem?.nearest == nearest && problem?.next != nil)
    }

    @Test("says its version", arguments: ["--version", "help --version"])
    func version(line: String) throws { #expect(try Fixture().run(line) == "practice 0.1.0\n") }

    @Test("quit leaves", arguments: ["quit", "exit"])
    func quit(line: String) throws {
        let fixture = try Fixture()
        #expect(throws: Shell.Leaving.self) { try fixture.run(line) }
    }

    @Test("the examples of these commands run")
    func examples() throws {
        let fixture = try Fixture(founding: true)
        let commands = ["people", "journal", "batches", "verify", "help"]
        for name in commands {
            let examples = try fixture.json("help \(name)")["examples"]?.array ?? []
            #expect(!examples.isEmpty)
            for example in examples {
                let line = example["line"]?.string ?? ""
                #expect(throws: Never.self, "\(line)") { try fixture.run(line) }
            }
        }
    }
}
