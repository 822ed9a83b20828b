import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import ExternalPlugin

/// What is said of a plugin before it is attached, and on its page.
@Suite struct PageTests {
    @Test func documentationIsFittedToTheWidth() {
        let text = "# wave\n\nOne sentence that\ngoes on.\n\n- an item\n  that goes on\n- another\n\n    swift build\n    swift test\n\n```console\n$ practice\n```\n## More\nEnd."
        #expect(Documentation(text).blocks == [
            .paragraph("One sentence that goes on.\n"), .list(["an item that goes on", "another\n"]), .paragraph("swift build\nswift test\n"), .paragraph("$ practice"),
            .heading("More"), .paragraph("End."),
        ])
    }

    @Test(arguments: [40, 60, 80])
    func thePageFits(_ width: Int) throws {
        let fixture = try Fixture(founding: true)
        try fixture.run("plugins attach \(Attaching.root.appending(path: "Plugins/Spreadsheet").path) --yes")
        let lines = try fixture.run("plugins spreadsheet", width: width).split(separator: "\n")
        #expect(lines.allSatisfy { String($0).displayWidth <= width })
        #expect(lines.contains { $0.hasPrefix("Excel workbooks in and out, once an") })
    }

    /// What each extension point is asked about is named, though the manifest does not ask to see anything.
    @Test(arguments: [
        ("signals:\n    - {name: rating.floor, kinds: [rating]}", "contributions of the kinds rating, whole but for their authors"),
        ("gates:\n    - {name: shut, summary: s}", "references, stages and dates of innovations; roles of those who promote"),
        ("commands:\n    - {name: odd, summary: s}", "what is typed behind its commands, and the name, role and team of whoever types it; references, stages and dates of innovations"),
        ("observers:\n    - {name: odd, summary: s}", "what was done to which innovation, when, and its stage, without what people wrote"),
        ("channels:\n    - {name: odd, summary: s}", "references, stages and dates of innovations; notes and targets of what is shared by its channels"),
        ("kinds:\n    - {name: odd, payload: {type: object}}", "nothing: it is never asked"),
    ])
    func whatItSeesIsSaid(_ contributes: String, _ sees: String) throws {
        let manifest = try Manifest(Settings(yaml: "id: w\nversion: 1\nprotocol: 1\nsummary: s\nexecutable: x\ncontributes:\n  \(contributes)\n", file: "plugin.yaml"))
        #expect(Terms(manifest, in: "/w").facts.first { $0.label == "Sees" }?.text == sees)
    }
}
