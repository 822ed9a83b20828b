import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

/// Each extension point, through a plugin that is not among those that ship.
@Suite struct ExtensionPointTests {
    private func fixture() throws -> Fixture { try Fixture(adding: [SamplePlugin()], founding: true) }

    @Test func commandIsFoundHelpedAndRun() throws {
        let fixture = try fixture()
        #expect(try fixture.run("wave P1 Hello", as: "ben") == "You wave at P1.\n")
        #expect(try fixture.run("wave --help", as: "ben").contains("waves at P1"))
        #expect(try fixture.problem("wawe P1 hello", as: "ben")?.nearest == "wave")
    }

    @Test func kindIsValidatedStoredJournaledAndSearchable() throws {
        let fixture = try fixture()
        try fixture.run("wave P1 Zebracrossing", as: "ben")
        let registry = try fixture.registry()
        let viewer = try fixture.actor("ben").viewer
        let wave = try #require(try registry.page(1, for: viewer).contributions(of: "wave").first)
        #expect(try wave.payload(as: WavePayload.self).words == "zebracrossing")
        #expect(registry.reference(of: wave)?.description == "P1.W1")
        #expect(try registry.history(of: 1, for: viewer).last?.clauses == ["waved: zebracrossing"])
        #expect(try fixture.json("find zebracrossing").array?.first?["ref"] == "P1")
        try fixture.run("wave P1 again", as: "ben")
        #expect(try registry.page(1, for: viewer).contributions(of: "wave").count == 1, "one an author")
    }

    @Test func kindsRuleIsTheCores() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ben")
        #expect(try fixture.problem("wave P9 hello", as: "ben")?.kind == .refused)
    }

    @Test func signalIsStoredAndSelects() throws {
        let fixture = try fixture()
        try fixture.run("wave P2 hello", as: "ben")
        #expect(try fixture.json("find 'wave.count>=1'").array?.compactMap { $0["ref"]?.string } == ["P2"])
    }

    @Test(arguments: ["submit --set title=forbidden --set problem=P --set change=C --set who=W", "wave P1 forbidden", "comment P1 forbidden", "tag P1 +forbidden"])
    func whatACheckBlocksIsRefusedOnEveryPath(_ line: String) throws {
        let fixture = try fixture()
        let before = try fixture.registry().batches().count
        #expect(try fixture.problem(line, as: "lead")?.kind == .refused)
        #expect(try fixture.registry().batches().count == before)
    }

    @Test func whatACheckWarnsOfIsHeldWithAReason() throws {
        let fixture = try fixture()
        let line = "submit --set title=doubtful --set problem=P --set change=C --set who=W"
        #expect(try fixture.problem(line, as: "ben")?.next?.contains("--keep") == true)
        try fixture.run(line + " --keep \"it is a brand name\"", as: "ben")
        #expect(try fixture.problem("show P9", as: "ana")?.kind == .noInput, "held: submitter and leads only")
        #expect(try fixture.json("show P9", as: "lead")["held"] == "it is a brand name")
    }

    @Test func whatACheckNotesIsTold() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=curious --set problem=P --set change=C --set who=W", as: "ben")
        #expect(fixture.messages.contains("it says curious"))
    }

    @Test func draftsAreMasked() throws {
        let fixture = try fixture()
        let registry = try fixture.registry()
        let ben = try fixture.actor("ben")
        let draft = SavedDraft(home: registry.home, uid: UID(), owner: "ben", fields: ["title": .text("so forbidden")], tags: [], updated: .now)
        try registry.keep(draft, for: ben)
        #expect(try registry.drafts(of: ben.person).first?.fields["title"] == .text("[removed]"))
    }

    @Test func gateHoldsWithWhatIsMissingAndTheNextCommand() throws {
        let fixture = try fixture()
        let stages = Fixture.starter.documents["stages"]?.replacing("- gate: lead.review", with: "- gate: waved\n        least: 1\n      - gate: lead.review") ?? ""
        let admin = try fixture.actor("admin")
        try fixture.registry().perform([.configure(name: "stages", text: stages)], as: admin, command: "config")
        let problem = try fixture.problem("promote P6 developing", as: "lead")
        #expect(problem?.kind == .refused)
        #expect(problem?.details.contains("nobody waved → wave P6 hello") == true)
        try fixture.run("wave P6 hello", as: "ben")
        #expect(try fixture.problem("promote P6 developing", as: "lead")?.details.contains { $0.contains("nobody waved") } != true)
    }

    @Test func gateParametersAreStrict() throws {
        let fixture = try fixture()
        let stages = Fixture.starter.documents["stages"]?.replacing("- gate: lead.review", with: "- gate: waved\n        leest: 1") ?? ""
        let admin = try fixture.actor("admin")
        let registry = try fixture.registry()
        #expect { try registry.perform([.configure(name: "stages", text: stages)], as: admin, command: "config") } throws: { error in
            (error as? Problem)?.nearest == "least" && (error as? Problem)?.place?.line != nil
        }
    }

    @Test func importerAndExporter() throws {
        let fixture = try fixture()
        let file = fixture.folder.appending(path: "ideas.lines")
        try "One idea\nAnother idea\n".write(to: file, atomically: true, encoding: .utf8)
        let json = try fixture.json("import \(file.path) --source lines", as: "lead")
        #expect(json["new"] == 2)
        #expect(try fixture.json("import \(file.path) --source lines", as: "lead")["unchanged"] == 2)
        #expect(try fixture.run("export --to lines - source:lines", as: "lead") == "One idea\nAnother idea\n")
    }

    @Test func channelDelivers() throws {
        let fixture = try fixture()
        #expect(try fixture.run("share P1 --to shout:everybody", as: "ben").contains("shouted P1 at everybody"))
    }

    @Test func sectionShowsOnThePage() throws {
        let fixture = try fixture()
        try fixture.run("wave P1 hello", as: "ben")
        #expect(try fixture.run("show P1").contains("Waves\n- hello"))
        #expect(try fixture.json("show P1")["waves"] == 1)
    }

    @Test func observerIsToldAndCannotUndo() throws {
        let fixture = try fixture()
        try fixture.run("wave P1 hello", as: "ben")
        #expect(fixture.messages.contains { $0.hasPrefix("echo of batch") })
        let registry = try fixture.registry()
        let many = try (1...6).map { Operation.contribute(try NewContribution(kind: "wave", about: .innovation($0), WavePayload(words: "all"))) }
        let outcome = try registry.perform(many, as: fixture.actor("ana"), command: "wave")
        #expect(outcome.batch != nil)
        #expect(outcome.notices.contains { $0.contains("too loud") })
    }

    @Test func aMisspeltSettingNamesFileAndLine() throws {
        #expect { try Assembly([SamplePlugin()], settings: { try Settings(yaml: "loudness: 3\nloudnes: 4", file: $0) }) } throws: { error in
            let problem = error as? Problem
            return problem?.place?.file == "sample" && problem?.place?.line == 2 && problem?.nearest == "loudness"
        }
    }
}

/// What assembly refuses, and how it says so.
@Suite struct AssemblyTests {
    private struct Other: Plugin {
        let id: String
        let summary = "clashes"
        let brings: [any Extension]
        func extensions(_ settings: Settings) throws -> [any Extension] { brings }
    }

    private func clash(_ plugin: any Plugin) -> String {
        do {
            _ = try Assembly([SamplePlugin(), plugin])
            return "no clash"
        } catch {
            return (error as? Problem)?.what ?? "\(error)"
        }
    }

    @Test func clashesNameBothOwners() {
        let brought: [any Extension] = [Wave(), WaveCount(), ForbiddenWord(), WaveGate(), LineImporter(), LineExporter(), WaveChannel(), WaveSection(), WaveObserver(), Command(WaveCommand.self)]
        for value in brought {
            let what = clash(Other(id: "other", brings: [value]))
            #expect(what.contains("“sample”") && what.contains("“other”"), "\(type(of: value)): \(what)")
        }
    }

    @Test func anAliasClashesToo() {
        let alias = Command(name: "greet", aliases: ["wave"], group: .judge, summary: "", shape: CommandShape(name: "greet"), help: { _, _ in "" }, run: { _, _ in })
        #expect(clash(Other(id: "other", brings: [alias])).contains("both bring it"))
    }

    @Test func idsAreUnique() {
        #expect(clash(Other(id: "sample", brings: [])).contains("same id"))
        #expect(clash(Other(id: "Not A Name", brings: [])).contains("lower-case"))
    }
}
