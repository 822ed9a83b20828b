import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Standard
import Testing

/// Every example that help shows, of every command that ships, is run as it stands: none can rot.
@Suite struct ExampleTests {
    /// What an example needs beside the registry that all of them find.
    struct Circumstances {
        /// Who runs it.
        var person = "lead"
        /// What was done before, by whom.
        var before: [(person: String, line: String)] = []
        var exit: Int32 = 0
    }

    /// Examples that need more than a registry with the founding records, by their line or how it begins.
    private static let special: [(beginning: String, Circumstances)] = [
        ("drafts --delete 1", .init(exit: 66)),
        ("rate P1 --retract", .init(before: [("lead", "rate P1 4")])),
        ("adopt P1 --site \"North team\" --retract", .init(person: "ben")),
        ("promote --where 'stage:submitted tag:transport' --explain", .init(before: [("lead", "tag P8 +transport")])),
        ("resubmit P1", .init(before: [("lead", "return P1 --reason \"for whom is it?\"")])),
        ("own P1 --nobody", .init(before: [("lead", "own P1 --person ben")])),
        ("sponsor P1 --nobody", .init(before: [("lead", "sponsor P1 --person ben")])),
        ("follow P1 --stop", .init(before: [("lead", "follow P1")])),
        // Some of its rows are bad, on purpose: they are named and handed back.
        ("import examples/ideas-form.csv", .init(exit: 65)),
        ("export everything.archive", .init(person: "admin")),
        ("plugins disable similarity", .init(person: "admin")), ("plugins check thanks", .init(before: [("admin", "plugins new thanks --in python")])),
        ("plugins attach thanks", .init(person: "admin", before: [("admin", "plugins new thanks --in python")], exit: 64)),
        // No server is there.
        ("relocate --to postgres://db.council.example/practice", .init(person: "admin", exit: 69)), ("relocate --to copy", .init(person: "admin")),
        ("people", .init(person: "admin")), ("config", .init(person: "admin")), ("--registry copy restore", .init(person: "admin")),
        // It asks first: without a person it says that --yes is missing.
        ("undo", .init(before: [("lead", "rate P1 4")], exit: 64)), ("undo --batch 3", .init(person: "admin")),
    ]

    /// Examples that ask, with what a person answers: without one they end with 64, and say what to type instead.
    private static let asking: [String: [String]] = [
        "submit": ["Night bus buddies", "People miss the last bus", "", "A buddy waits with them", "", "Young adults", ":save", "y"],
    ]

    static var examples: [String] { get throws { try Assembly(Standard.plugins).all(Command.self).flatMap(\.examples).map(\.line) } }

    @Test func everyCommandHasAnExample() throws {
        for command in try Assembly(Standard.plugins).all(Command.self) { #expect(!command.examples.isEmpty, "\(command.name)") }
    }

    @Test func everyExampleEndsAsItShould() throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "examples-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        let prepared = base.appending(path: "prepared")
        try prepare(prepared)
        for (number, line) in try Self.examples.enumerated() {
            let folder = base.appending(path: "\(number)")
            try FileManager.default.copyItem(at: prepared, to: folder)
            if line.hasPrefix("init") { try FileManager.default.removeItem(at: folder.appending(path: "registry")) }
            if line.hasPrefix("export") { try? FileManager.default.removeItem(at: folder.appending(path: "everything.archive")) }
            let found = Self.special.filter { line == $0.beginning || line.hasPrefix($0.beginning + " ") }
            let circumstances = found.max { $0.beginning.count < $1.beginning.count }?.1 ?? Circumstances()
            for (person, line) in circumstances.before { try run(line, in: folder, as: person, expecting: 0) }
            let asks = Self.asking[line] != nil || line.hasPrefix("config edit")
            try run(line, in: folder, as: circumstances.person, expecting: asks ? 64 : circumstances.exit)
            try FileManager.default.removeItem(at: folder)
        }
    }

    @Test(arguments: asking.keys.sorted()) func whatAsksIsAnswered(_ line: String) throws {
        let fixture = try Fixture(founding: true, answers: Self.asking[line])
        #expect(try fixture.run(line).contains("P9"))
    }

    private func run(_ line: String, in folder: URL, as person: String, expecting code: Int32) throws {
        let result = try Program.run(Words.split(line).map(\.text), in: folder, as: person)
        #expect(result.code == code, "\(line)\n\(result.said)")
    }

    /// A registry with the founding records, some people, evidence and an adoption, and the files that examples name.
    private func prepare(_ folder: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let lines = [
            ("admin", "init --founding"), ("admin", "people add lead --role lead"), ("admin", "people add ana --role staff"),
            ("admin", "people add ben --role staff"), ("admin", "people add \"Amina Khan\" --role staff"),
            ("ana", "evidence add P1 --kind observation --strength 1 --direction better --finding \"two rode alone\" --source \"a visit\""),
            ("ben", "adopt P1 --site \"North team\""), ("admin", "export everything.archive"),
        ]
        for (person, line) in lines { try run(line, in: folder, as: person, expecting: 0) }
        try files.copyItem(at: Program.root.appending(path: "examples"), to: folder.appending(path: "examples"))
        let fields = try Program.run(["config", "show", "fields"], in: folder, as: "admin").said
        for (name, text) in [
            ("fields.yaml", fields), ("notes.txt", "The bus was late.\n"), ("weekly.practice", "find bus\n"),
            ("ideas.csv", "Name of idea,Name,problem,change,who\nNight bus buddies,Buddies,p,c,w\n"),
        ] { try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
    }
}
