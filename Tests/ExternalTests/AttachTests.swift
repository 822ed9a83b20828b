import Fixture
import Foundation
import RegistryCore
import Testing

/// Who may let a plugin in, and what stops it.
@Suite struct AttachTests {
    @Test func anAdminIsAskedFirst() throws {
        let fixture = try Fixture(founding: true, answers: ["n"])
        let folder = try Attaching.copy("wave", for: fixture)
        try fixture.run("plugin attach \(folder)")
        #expect(fixture.messages.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("every text before it is saved"))
        #expect(fixture.messages.contains("Nothing was attached."))
        #expect(try fixture.problem("wave P1 hello")?.kind == .usage)
        #expect(try fixture.problem("plugin attach \(folder) --yes", as: "lead")?.kind == .notPermitted)
    }

    @Test func itIsKeptInTheJournalByItsDigest() throws {
        let fixture = try Attaching.wave()
        let digest = try fixture.json("plugins wave")["digest"]?.string ?? ""
        #expect(digest.count == 64)
        #expect(try fixture.registry().configuration.plugins.approved == [.init(id: "wave", version: "1.0.0", digest: digest)])
        #expect(try fixture.run("config show plugins").contains(digest))
        #expect(try fixture.run("plugin attach \(fixture.folder.path)/wave").contains("attached already"))
    }

    @Test(arguments: ["wave.py", "README.md", "plugin.yaml", "further.py"])
    func anyOtherFileStopsItUntilAnAdminAttachesAgain(_ name: String) throws {
        let fixture = try Attaching.wave()
        let file = fixture.folder.appending(path: "wave/\(name)").path
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        try (text + "\n# changed\n").write(toFile: file, atomically: true, encoding: .utf8)
        let problem = try fixture.problem("wave P1 hello")
        #expect(problem?.kind == .plugin && problem?.details == ["\(name) was \(text.isEmpty ? "added" : "changed")"])
        #expect(problem?.next == "plugins attach \(fixture.folder.path)/wave, as an admin")
        #expect(try fixture.run("show P1").contains("Travel training"), "the rest of the program works")
        try fixture.run("plugin attach \(fixture.folder.path)/wave --yes")
        try fixture.run("wave P1 hello")
    }

    @Test func aFolderThatWasMovedAwayStopsIt() throws {
        let fixture = try Attaching.wave()
        let folder = fixture.folder.appending(path: "wave").path
        try FileManager.default.moveItem(atPath: folder, toPath: folder + "-moved")
        let problem = try fixture.problem("wave P1 hello")
        #expect(problem?.what == "the plugin “wave” is stopped: its folder is not there any more" && problem?.value == folder)
        #expect(try fixture.run("help wave").contains("wave P1 hello"), "what it says of itself is still known")
        try fixture.run("plugin attach \(folder)-moved --yes")
        try fixture.run("wave P1 hello")
    }

    @Test func anotherRegistryHasNotApprovedIt() throws {
        let fixture = try Attaching.wave()
        let other = fixture.folder.appending(path: "other").path
        try fixture.run("--registry \(other) init")
        #expect(try fixture.problem("--registry \(other) wave P1 hello")?.what.contains("no admin approved it for this registry") == true)
        #expect(try fixture.json("--registry \(other) plugins").array?.first { $0["id"] == "wave" }?["state"] == "not approved here")
        #expect(try fixture.run("--registry \(other) help commands").contains("Wave at") == false)
    }

    @Test func disabledItAddsNothingAndWhatWasSavedIsReadable() throws {
        let fixture = try Attaching.wave()
        try fixture.run("wave P1 'good day'", as: "ben")
        try fixture.run("plugins disable wave")
        #expect(try fixture.problem("wave P1 hello")?.next == "plugins enable wave")
        #expect(try fixture.run("show P1").contains("wave, by ben on"))
        #expect(try fixture.run("show P1").contains("words: good day"))
        #expect(try fixture.json("show P1")["further"]?.array?.first?["payload"]?["words"] == "good day")
        #expect(try fixture.run("help commands").contains("Wave at") == false)
        try fixture.run("comment P1 'still here'", as: "ana")
        try fixture.run("plugins enable wave")
        #expect(try fixture.json("find 'wave.count>=1'").array?.count == 1, "its number stayed")
    }

    @Test func detachedItIsGoneAndWhatWasSavedIsReadable() throws {
        let fixture = try Attaching.wave()
        try fixture.run("wave P1 'good day'", as: "ben")
        try fixture.run("plugin detach wave")
        #expect(try fixture.problem("wave P1 hello")?.kind == .usage)
        #expect(try fixture.run("show P1").contains("words: good day"))
        #expect(try fixture.problem("plugin detach wave")?.kind == .noInput)
        #expect(try fixture.problem("plugin detach rating")?.next == "plugins disable rating")
    }

    @Test func aShippedOneIsDisabledTooButNotWhatLooksAfterIt() throws {
        let fixture = try Fixture(founding: true)
        try fixture.run("plugins disable rating")
        #expect(try fixture.problem("rate P1 4", as: "ben")?.what == "the plugin “rating” is disabled in this registry")
        #expect(fixture.messages.isEmpty)
        #expect(try fixture.problem("promote P1", as: "lead")?.kind == .refused)
        #expect(try fixture.problem("plugins disable external")?.kind == .refused)
        #expect(try fixture.problem("plugins disable ratings")?.nearest == "rating")
        #expect(try fixture.problem("plugins disable rating", as: "lead")?.kind == .notPermitted)
        try fixture.run("plugins enable rating")
        try fixture.run("rate P1 4", as: "ben")
    }

    @Test func whoseGatesAreMissedIsSaid() throws {
        let fixture = try Fixture(founding: true)
        try fixture.run("plugins disable evidence")
        #expect(fixture.messages.contains { $0.contains("Stages name its gates, which hold from now on: promising") })
    }

    @Test func twoThatClashAreNamedAndTheRestWorks() throws {
        let fixture = try Attaching.wave()
        let folder = try Attaching.copy("hostile", for: fixture)
        func manifest(_ contributes: String) throws {
            let text = "id: hostile\nversion: 1\nprotocol: 1\nsummary: clashes\nexecutable: [python3, hostile.py, hangs]\ncontributes:\n\(contributes)"
            try text.write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
        }
        for contributes in [
            "  commands:\n    - {name: odd, aliases: [greet], summary: s}", "  commands:\n    - {name: rate, summary: s}",
            "  kinds:\n    - {name: odd, letter: W, payload: {type: object}}", "  importers:\n    - {name: odd, summary: s, endings: [waves]}",
            "  exporters:\n    - {name: odd, summary: s, endings: [csv]}",
        ] {
            try manifest(contributes)
            let what = try fixture.problem("plugin attach \(folder) --yes")?.what ?? ""
            #expect(what.contains("“hostile”") && what.contains("both bring it"), "\(what)")
        }
    }

    /// As after an update of the program, which brings a name that an attached plugin has.
    @Test func anAttachedOneThatComesToClashIsLeftOutWithANotice() throws {
        let fixture = try Attaching.wave()
        let pins = fixture.folder.appending(path: "data/practice/attached/plugins").path
        let text = try String(contentsOfFile: pins, encoding: .utf8)
        try text.replacing("\"greet\"", with: "\"rate\"").write(toFile: pins, atomically: true, encoding: .utf8)
        #expect(try fixture.run("find").isEmpty == false)
        let said = fixture.messages.joined(separator: " ")
        #expect(said.contains("the plugin “wave” adds nothing here") && said.contains("“rating”") && said.contains("both bring it"), "\(said)")
        #expect(try fixture.problem("wave P1 hello")?.kind == .usage)
        try "nonsense".write(toFile: pins, atomically: true, encoding: .utf8)
        #expect(try fixture.run("find").isEmpty == false)
        #expect(fixture.messages.joined(separator: " ").contains("the list of attached plugins cannot be read"))
    }

    @Test func itsSettingsAreStrictByFileAndLine() throws {
        let fixture = try Attaching.wave()
        let file = fixture.folder.appending(path: "wave.yaml").path
        try "greeting: good evening\n".write(toFile: file, atomically: true, encoding: .utf8)
        try fixture.run("config set wave \(file)")
        try fixture.run("wave P1", as: "ben")
        #expect(try fixture.run("show P1").contains("ben: good evening"))
        try "\ngreting: x\n".write(toFile: file, atomically: true, encoding: .utf8)
        let problem = try fixture.problem("config set wave \(file)")
        #expect(problem?.place?.file == file && problem?.place?.line == 2 && problem?.nearest == "greeting")
    }

    @Test(arguments: [
        ("id: Wave\n", 1), ("id: w\nversion: 1\nprotocol: 2\n", 3), ("id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\ncontribute: {}\n", 6),
        ("id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\ncontributes:\n  checks:\n    - {name: c, summary: s, on-failure: maybe}\n", 8),
        ("id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\ncontributes:\n  kinds:\n    - name: k\n      letter: P\n", 9),
        ("id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\nlimits:\n  call: 0\n", 7),
        ("id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\nsettings:\n  type: object\n  properties:\n    a: {type: text}\n", 9),
        ("id: plugins\nversion: 1\n", 1),
    ])
    func aManifestIsStrictByFileAndLine(_ manifest: String, _ line: Int) throws {
        let fixture = try Fixture()
        try manifest.write(to: fixture.folder.appending(path: "plugin.yaml"), atomically: true, encoding: .utf8)
        let problem = try fixture.problem("plugin attach \(fixture.folder.path) --yes")
        #expect(problem?.kind == .badInput && problem?.place?.line == line && problem?.place?.file?.hasSuffix("plugin.yaml") == true, "\(problem as Any)")
    }

    /// A few lines that stand for a billion values cost no time and no memory.
    @Test func aManifestOfAliasesIsRefused() throws {
        let fixture = try Fixture()
        let names = "abcdefghijklmnop".map(String.init)
        let lines = ["a: &a [x, x, x, x, x, x, x, x]"] + zip(names, names.dropFirst()).map { "\($1): &\($1) [*\($0), *\($0), *\($0), *\($0), *\($0), *\($0), *\($0), *\($0)]" }
        try lines.joined(separator: "\n").write(to: fixture.folder.appending(path: "plugin.yaml"), atomically: true, encoding: .utf8)
        #expect(try fixture.problem("plugin attach \(fixture.folder.path) --yes")?.what.contains("more than 100000 values stand here") == true)
        try String(repeating: "# long\n", count: 50_000).write(to: fixture.folder.appending(path: "plugin.yaml"), atomically: true, encoding: .utf8)
        #expect(try fixture.problem("plugin attach \(fixture.folder.path) --yes")?.what.contains("longer than a manifest can be") == true)
    }

    /// What is run must be pinned, and must be a program.
    @Test(arguments: [
        (".hidden/main.sh", "runs a file that is not pinned"), ("[sh, .hidden/main.sh]", "runs a file that is not pinned"), ("main.txt", "is not marked as a program"),
        ("/bin/sh", "has no such file in its folder"), ("../other/main.sh", "has no such file in its folder"), ("nosuchprogram", "which is not installed"),
    ])
    func whatCannotBeRunIsRefused(_ executable: String, _ said: String) throws {
        let fixture = try Fixture()
        let folder = fixture.folder.appending(path: "odd")
        try FileManager.default.createDirectory(at: folder.appending(path: ".hidden"), withIntermediateDirectories: true)
        for name in [".hidden/main.sh", "main.txt"] { try "#!/bin/sh\n".write(to: folder.appending(path: name), atomically: true, encoding: .utf8) }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: ".hidden/main.sh").path)
        try "id: odd\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: \(executable)\n".write(to: folder.appending(path: "plugin.yaml"), atomically: true, encoding: .utf8)
        let problem = try fixture.problem("plugin attach \(folder.path) --yes")
        #expect(problem?.kind == .plugin && problem?.what.contains(said) == true && problem?.next == "mend it, and type plugins attach again", "\(problem as Any)")
    }

    @Test func whatIsNoPluginIsSaid() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("plugin attach \(fixture.folder.path)/none --yes")?.what == "there is no such folder")
        #expect(try fixture.problem("plugin attach \(fixture.folder.path) --yes")?.what == "there is no plugin.yaml in this folder")
        #expect(try fixture.problem("plugin atach x")?.nearest == "attach")
    }
}
