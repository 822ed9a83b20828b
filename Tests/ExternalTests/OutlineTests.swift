import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import ExternalPlugin

/// A start reads outlines only; what it makes of them is what the manifests say.
@Suite struct OutlineTests {
    private static let folders = [
        "Tests/ExternalTests/Plugins/wave", "Plugins/Spreadsheet", "examples/plugins/mbox", "examples/plugins/pre-election", "examples/plugins/wilson",
    ].map { Attaching.root.appending(path: $0).path }

    @Test(arguments: folders)
    func itIsReadAsItWasKept(_ folder: String) throws {
        let outline = try Manifest(Manifest.settings(in: folder)).outline
        #expect(try Outline(JSONValue(parsing: outline.json.line)) == outline)
    }

    /// The plugin of the list, whose manifest is read late, against the one of its folder, whose manifest was read first.
    @Test func aPinnedPluginBringsWhatItsManifestSays() throws {
        let fixture = try Attaching.wave()
        let machine = Machine(variables: ["XDG_DATA_HOME": fixture.folder.appending(path: "data").path])
        let late = try #require(ExternalPlugin().plugins(on: machine).first as? AttachedPlugin)
        let folder = fixture.folder.appending(path: "wave").path
        let eager = AttachedPlugin(try Manifest(Manifest.settings(in: folder)), in: folder, digest: late.digest, on: machine)
        #expect(late.outline == eager.outline && late.documentation == eager.documentation && late.program.folder == folder)
        let pairs = zip(try late.extensions(.none(file: "wave")), try eager.extensions(.none(file: "wave")))
        for (one, other) in pairs {
            #expect(type(of: one).point == type(of: other).point && one.name == other.name && one.line == other.line)
            if let one = one as? Command, let other = other as? Command {
                #expect(one.aliases == other.aliases && one.group == other.group && one.examples == other.examples && one.shape == other.shape)
                #expect(one.help([], 80) == other.help([], 80))
            }
            if let one = one as? any Kind, let other = other as? any Kind {
                #expect(one.letter == other.letter && one.onePerAuthor == other.onePerAuthor && one.rule == other.rule)
                let payload: JSONValue = ["words": "hello", "loudness": 2]
                #expect(try (one as? AttachedKind)?.summary(of: payload) == (other as? AttachedKind)?.summary(of: payload))
            }
        }
        #expect(Array(pairs).count == 11, "as many as the manifest has")
    }

    /// Where the manifests in the list are broken, only who uses the plugin comes to know.
    @Test func aStartReadsNoManifest() throws {
        let fixture = try Attaching.wave()
        let list = fixture.folder.appending(path: "data/practice/attached/plugins").path
        var lines = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init)
        try #require(lines.count == 3)
        lines[2] = "{\"id\":\"wave\",\"torn"
        try (lines.joined(separator: "\n") + "\n").write(toFile: list, atomically: true, encoding: .utf8)
        #expect(try fixture.run("find").isEmpty == false && fixture.messages.isEmpty)
        #expect(try fixture.run("help commands").contains("Wave at an innovation."))
        #expect(try fixture.run("plugins").contains("wave.count"))
        let (shell, _) = try fixture.shell()
        #expect(ShellCompleter(shell).completion(of: "wav", at: 3).candidates.map(\.value) == ["wave", "waves"])
        let problem = try fixture.problem("wave P1 hello")
        #expect(problem?.what == "what this plugin's manifest said cannot be read any more" && problem?.next == "plugins attach \(fixture.folder.path)/wave, as an admin", "\(problem as Any)")
        try fixture.run(fixture.submission, as: "ben")
        #expect(fixture.messages.joined(separator: " ").contains("lets it pass: what this plugin's manifest said cannot be read"))
    }
}
