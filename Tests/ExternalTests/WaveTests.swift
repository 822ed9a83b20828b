import Fixture
import Foundation
import RegistryCore
import Testing

/// Each extension point, filled by a program in Python.
@Suite struct AttachedPointTests {
    @Test func aCommandRunsAndAsksTheRegistry() throws {
        let fixture = try Attaching.wave()
        #expect(try fixture.run("wave P1 good day", as: "ben") == "You wave at P1.\n")
        #expect(try fixture.json("waves")  == [["ref": "P1", "title": .string(try fixture.registry().innovation(1, for: fixture.actor("ben").viewer).title), "waves": 1]])
        #expect(try fixture.run("waves count P1").contains("Waves  1"))
        #expect(try fixture.json("wave P2 --times 3 --loud", as: "ben")["wave"] == "P2.W1")
    }

    @Test func itsWordsAreReadAsTheManifestSays() throws {
        let fixture = try Attaching.wave()
        #expect(try fixture.problem("wave")?.what == "wave needs a reference")
        #expect(try fixture.problem("wave P1 x --times 9")?.allowed == ["1", "2", "3"])
        #expect(try fixture.problem("wave P1 x --tims 2")?.nearest == "--times")
        #expect(try fixture.problem("waves cont P1")?.nearest == "count")
        #expect(try fixture.run("help wave").contains("wave P1 hello"))
        #expect(try fixture.run("help commands").contains("Wave at an innovation."))
    }

    @Test func whatTheRegistryRefusesReachesThePerson() throws {
        let fixture = try Attaching.wave()
        #expect(try fixture.problem("wave P99 hello")?.kind == .noInput)
        #expect(try fixture.problem("wave P1 \(String(repeating: "x", count: 300))")?.what.contains("at most 200 characters") == true)
        #expect(try fixture.problem("wave P1 'mail me at ana@example.org'")?.kind == .refused, "every check looks at its kinds")
    }

    @Test func aQuestionIsAskedInThePluginsName() throws {
        let fixture = try Attaching.wave(answers: ["good night"])
        try fixture.run("wave P1 ?", as: "ben")
        #expect(try fixture.run("show P1").contains("ben: good night"))
        #expect(try Attaching.wave(answers: ["^C"]).problem("wave P1 ?")?.kind == .interrupted)
        #expect(try Attaching.wave().problem("wave P1 ?")?.what == "wave: nobody said what to wave")
    }

    @Test func aKindIsValidatedNumberedAndFound() throws {
        let fixture = try Attaching.wave()
        try fixture.run("wave P1 Zebracrossing", as: "ben")
        let wave = try #require(try fixture.registry().page(1, for: fixture.actor("ben").viewer).contributions(of: "wave").first)
        #expect(wave.payload == ["words": "Zebracrossing", "loudness": 1])
        #expect(try fixture.registry().history(of: 1, for: fixture.actor("ben").viewer).last?.clauses == ["waved: Zebracrossing"])
        #expect(try fixture.json("find zebracrossing").array?.first?["ref"] == "P1")
        try fixture.run("wave P1 again", as: "ben")
        #expect(try fixture.registry().page(1, for: fixture.actor("ben").viewer).contributions(of: "wave").count == 1, "one an author")
    }

    @Test func aSignalIsStoredAndSelects() throws {
        let fixture = try Attaching.wave()
        try fixture.run("wave P2 hello", as: "ben")
        try fixture.run("wave P2 hello", as: "ana")
        #expect(try fixture.json("find 'wave.count>=2'").array?.compactMap { $0["ref"]?.string } == ["P2"])
    }

    @Test func aCheckWarnsOnEveryPath() throws {
        let fixture = try Attaching.wave()
        let problem = try fixture.problem("submit --set title='Grüße, SHOUT' --set problem=P --set change=C --set who=W", as: "ben")
        #expect(problem?.details == ["title: it shouts"])
        #expect(try fixture.problem("comment P1 SHOUT", as: "ben")?.kind == .refused)
    }

    @Test func aGateHoldsAndOpens() throws {
        let fixture = try Attaching.wave()
        let stages = Fixture.starter.documents["stages"]?.replacing("- gate: lead.review", with: "- gate: waved\n      - gate: lead.review") ?? ""
        try fixture.registry().perform([.configure(name: "stages", text: stages)], as: fixture.actor("admin"), command: "config")
        #expect(try fixture.problem("promote P6 developing", as: "lead")?.details.contains("0 of 1 waves → wave P6 hello") == true)
        try fixture.run("wave P6 hello", as: "ben")
        #expect(try fixture.problem("promote P6 developing", as: "lead")?.details.contains { $0.contains("waves") } != true)
    }

    @Test func filesComeAndGo() throws {
        let fixture = try Attaching.wave()
        let file = fixture.folder.appending(path: "ideas.waves").path
        let titles = (1...1200).map { "Idea \($0) é" }
        try (titles.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try fixture.json("import \(file) --source w --option sheet=Ideas")["new"] == 1200)
        #expect(try fixture.json("import \(file) --source w")["unchanged"] == 1200)
        #expect(try fixture.run("export --to waves - source:w") == titles.joined(separator: "\n") + "\n")
        let out = fixture.folder.appending(path: "out.waves").path
        try fixture.run("export \(out) source:w")
        #expect(try String(contentsOfFile: out, encoding: .utf8).hasSuffix("Idea 1200 é\n"))
        #expect(try fixture.problem("import \(file) --option shet=x")?.nearest == "sheet")
    }

    @Test func aBrokenFileSaysWhere() throws {
        let fixture = try Attaching.wave()
        let file = fixture.folder.appending(path: "ideas.waves")
        try Data(Array("One\n".utf8) + [0xFF, 0x0A]).write(to: file)
        let problem = try fixture.problem("import \(file.path) --source w")
        #expect(problem?.kind == .badInput && problem?.place?.file == file.path && problem?.what == "wave: it is not UTF-8")
        #expect(try fixture.problem("import \(file.path).gone --from waves")?.kind == .noInput)
    }

    @Test func aChannelAcceptsAndDelivers() throws {
        let fixture = try Attaching.wave()
        #expect(try fixture.run("share P1 --to shout:everybody", as: "ben").contains("shouted P1 at everybody"))
        #expect(try fixture.problem("share P1 --to shout", as: "ben")?.allowed == ["shout:WHOM"])
    }

    @Test func aSectionShowsAndAnObserverIsTold() throws {
        let fixture = try Attaching.wave()
        try fixture.run("wave P1 hello", as: "ben")
        #expect(try fixture.run("show P1").contains("Waves\n- ben: hello"))
        #expect(try fixture.json("show P1")["waves"] == 1)
        try fixture.run("park P6 --reason later", as: "lead")
        #expect(fixture.messages.contains("echo: P6 is parked"))
    }

    @Test func itSeesNothingOfTheEnvironment() throws {
        setenv("PRACTICE_REGISTRY_FOR_TESTS", "postgres://somebody:secret@host", 1)
        defer { unsetenv("PRACTICE_REGISTRY_FOR_TESTS") }
        let lines = try Attaching.wave().json("wave P1 environment")["lines"]?.array?.compactMap(\.string) ?? []
        let names = lines.compactMap { $0.split(separator: "=").first }.filter { !$0.hasPrefix("/") }
        #expect(Set(names) == ["HOME", "LANG", "PATH", "PRACTICE_PLUGIN", "PRACTICE_PROTOCOL", "PYTHONDONTWRITEBYTECODE", "TMPDIR"])
        let home = try #require(lines.first { $0.hasPrefix("HOME=") }?.dropFirst(5))
        #expect(lines.last == String(home))
        #expect(!FileManager.default.fileExists(atPath: String(home)), "its folder goes with it")
    }
}
