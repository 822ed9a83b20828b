import Foundation
import Testing

/// The scripts in `examples` do what their `.expected` files say.
///
/// A script without one records it and fails, so that somebody reads it before it is believed; so does
/// `PRACTICE_RECORD=1` for all of them.
@Suite struct ScriptTests {
    private static let folder = Program.root.appending(path: "examples")

    static var scripts: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".practice") }.sorted()
    }

    @Test func thereAreScripts() { #expect(Self.scripts.contains("first-hour.practice") && Self.scripts.count >= 3) }

    @Test func everyExpectationHasItsScript() throws {
        let expected = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".expected") }
        #expect(Set(expected.map { $0.replacing(".expected", with: ".practice") }).isSubset(of: Self.scripts))
    }

    @Test(arguments: scripts) func theScriptSaysWhatIsExpected(_ script: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "script-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Self.folder, to: folder.appending(path: "examples"))
        #expect(try Program.run(["init", "--founding"], in: folder, as: "admin").code == 0)
        let result = try Program.run(["run", "examples/\(script)", "--echo"] + Self.options(of: script), in: folder, as: "admin")
        let said = Self.settled(result.said) + "exit \(result.code)\n"
        let file = Self.folder.appending(path: script.replacing(".practice", with: ".expected"))
        let expected = try? String(contentsOf: file, encoding: .utf8)
        guard let expected, ProcessInfo.processInfo.environment["PRACTICE_RECORD"] == nil else {
            try said.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file.lastPathComponent): read it, then run the tests again")
            return
        }
        #expect(said == expected, "\(Self.difference(expected, said))")
    }

    /// The options with which a script's own first lines say that it is run.
    private static func options(of script: String) throws -> [String] {
        let text = try String(contentsOf: folder.appending(path: script), encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("#   practice ") && $0.contains("run examples/\(script)") })
        return line.split(separator: " ").map(String.init).filter { $0.hasPrefix("--") && !["--registry", "--echo"].contains($0) }
    }

    /// What differs from machine to machine and from day to day.
    private static func settled(_ text: String) -> String {
        text.replacing(#/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/#, with: "DATE").replacing(#/\d[\d,]* a second/#, with: "N a second")
            .replacing(#/\d+(\.\d+)? (s|ms|seconds)\b/#, with: "N s")
    }

    /// The first lines in which two texts differ.
    private static func difference(_ expected: String, _ said: String) -> String {
        let pairs = zip(expected.split(separator: "\n", omittingEmptySubsequences: false), said.split(separator: "\n", omittingEmptySubsequences: false))
        guard let (line, pair) = pairs.enumerated().first(where: { $0.element.0 != $0.element.1 }) else { return "one is longer:\n\(said)" }
        return "line \(line + 1)\nexpected: \(pair.0)\nsaid:     \(pair.1)"
    }
}
