import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

/// Files as they come, each beside what an import of it says: add a case by adding a file to `Cases`.
///
/// `NAME.args` holds further options. `NAME.expected` is written when it is missing, and the test fails then, so that
/// somebody reads it; delete one to record it anew.
@Suite struct CaseTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { !$0.hasSuffix(".expected") && !$0.hasSuffix(".args") }.sorted()

    @Test func thereAreCases() { #expect(Self.names.count >= 15) }

    @Test(arguments: names) func theFileIsReadAsExpected(_ name: String) throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: name).path
        try FileManager.default.copyItem(atPath: Self.folder.appending(path: name).path, toPath: path)
        let stem = Self.folder.appending(path: name).deletingPathExtension()
        let options = (try? String(contentsOf: stem.appendingPathExtension("args"), encoding: .utf8)) ?? ""
        var said: [String] = []
        do {
            said = try fixture.run("import \(path) \(options)", as: "lead").split(separator: "\n").map(String.init)
        } catch let problem as Problem {
            said = ["\(problem.kind)"] + ProblemText.lines(problem, width: 100)
        }
        said = fixture.messages + said
        for found in try fixture.json("find --sort number --limit 0", as: "lead").array ?? [] {
            guard let reference = found["ref"]?.string else { continue }
            let page = try fixture.json("show \(reference)", as: "lead")
            said.append("\(reference) \(page["fields"]?.line ?? "")" + (page["held"]?.string.map { " held: \($0)" } ?? ""))
        }
        for rejects in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).sorted() where rejects.hasSuffix(".rejects.csv") {
            said.append("\(rejects):")
            said += try String(contentsOf: fixture.folder.appending(path: rejects), encoding: .utf8).split(separator: "\n").map(String.init)
        }
        let text = said.joined(separator: "\n").replacing(fixture.folder.path + "/", with: "") + "\n"
        let expected = Self.folder.appending(path: name + ".expected")
        guard FileManager.default.fileExists(atPath: expected.path) else {
            try text.write(to: expected, atomically: true, encoding: .utf8)
            Issue.record("\(expected.lastPathComponent) was not there; it is now, and somebody should read it")
            return
        }
        #expect(try CaseTests.flowing(text) == CaseTests.flowing(String(contentsOf: expected, encoding: .utf8)))
    }

    /// Where lines break depends on how long the path of the folder is.
    private static func flowing(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
