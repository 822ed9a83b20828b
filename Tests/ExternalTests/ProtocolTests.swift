import Fixture
import Foundation
import RegistryCore
import Testing

/// The page of the protocol, its schema, the example manifest and the code say the same.
@Suite struct ProtocolTests {
    private let schema: JSONSchema
    private static let docs = Attaching.root.appending(path: "docs")

    init() throws { schema = try JSONSchema(Self.docs.appending(path: "plugin-protocol.schema.json")) }

    private func troubles(_ value: JSONValue, _ name: String) -> [String] {
        schema.definition(name).map { schema.troubles(value, $0, at: name) } ?? ["there is no definition \(name)"]
    }

    @Test func theExamplesOfThePageFitTheSchema() throws {
        let page = try String(contentsOf: Self.docs.appending(path: "plugin-protocol.md"), encoding: .utf8)
        var method = "", seen = Set<String>()
        for line in page.split(separator: "\n") {
            if line.hasPrefix("{\"jsonrpc\"") {
                let message = try JSONValue(parsing: String(line))
                #expect(schema.troubles(message, schema.whole) == [], "\(line)")
                if let named = message["method"]?.string {
                    method = named
                    #expect(troubles(message["params"] ?? .null, method + ".params") == [], "\(line)")
                    seen.insert(method)
                }
            } else if line.hasPrefix("← ") {
                #expect(troubles(try JSONValue(parsing: String(line.dropFirst(2))), method + ".result") == [], "\(line)")
            }
        }
        let defined = Set((schema.whole["$defs"]?.object?.names ?? []).filter { $0.hasSuffix(".params") }.map { String($0.dropLast(7)) })
        #expect(seen == defined, "every message has an example")
    }

    @Test func theExampleManifestIsThatOfTheTests() throws {
        let example = try String(contentsOf: Self.docs.appending(path: "plugin.example.yaml"), encoding: .utf8)
        #expect(try example == String(contentsOf: Attaching.root.appending(path: "Tests/ExternalTests/Plugins/wave/plugin.yaml"), encoding: .utf8))
    }

    /// A tour of every extension point, with a recorder between the program and the plugin.
    @Test func whatIsSaidInEarnestFitsTheSchema() throws {
        let fixture = try Fixture(founding: true)
        let folder = try Attaching.copy("wave", for: fixture)
        let log = fixture.folder.appending(path: "log")
        let manifest = try String(contentsOfFile: folder + "/plugin.yaml", encoding: .utf8)
        try manifest.replacing("[python3, wave.py]", with: "[python3, recorder.py, \(log.path)]").write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
        try fixture.run("plugin attach \(folder) --yes")
        let stages = Fixture.starter.documents["stages"]?.replacing("- gate: lead.review", with: "- gate: waved\n      - gate: lead.review") ?? ""
        try fixture.registry().perform([.configure(name: "stages", text: stages)], as: fixture.actor("admin"), command: "config")
        try "One\nTwo\n".write(to: fixture.folder.appending(path: "two.waves"), atomically: true, encoding: .utf8)
        for line in [
            "wave P1 good day --times 2", "waves", "waves count P1", "show P1", "share P1 --to shout:all", "import \(fixture.folder.path)/two.waves", "export --to waves -",
            "promote P6 developing --explain", "park P6 --reason later",
        ] { try fixture.run(line, as: "lead") }
        fixture.end()
        var asked: [String: String] = [:], seen = Set<String>()
        for line in try String(contentsOf: log, encoding: .utf8).split(separator: "\n") {
            // Several processes may write at a time, each with ids of its own.
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            let message = try JSONValue(parsing: parts[2])
            #expect(schema.troubles(message, schema.whole) == [], "\(line.prefix(300))")
            let who = parts[0] + parts[1], other = (parts[0] == ">" ? "<" : ">") + parts[1]
            if let method = message["method"]?.string {
                #expect(troubles(message["params"] ?? .null, method + ".params") == [], "\(line.prefix(300))")
                if let id = message["id"] { asked[who + id.line] = method }
                seen.insert(method)
            } else if let id = message["id"], let method = asked[other + id.line], let result = message["result"] {
                #expect(troubles(result, method + ".result") == [], "\(line.prefix(300))")
            }
        }
        let all = Set((schema.whole["$defs"]?.object?.names ?? []).filter { $0.hasSuffix(".params") }.map { String($0.dropLast(7)) })
        #expect(all.subtracting(seen) == ["console.ask", "cancel", "log"], "the tour leaves these out")
    }

    /// Fields that a manifest does not name never leave the program.
    @Test func onlyWhatWasAskedForIsShown() throws {
        let fixture = try Fixture(founding: true)
        let folder = try Attaching.copy("wave", for: fixture)
        let log = fixture.folder.appending(path: "log")
        let manifest = try String(contentsOfFile: folder + "/plugin.yaml", encoding: .utf8)
        let blind = try #require(manifest.components(separatedBy: "\nsees:").first) + "\nsees:\n  fields: [title]\n"
        try blind.replacing("[python3, wave.py]", with: "[python3, recorder.py, \(log.path)]").write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
        try fixture.run("plugin attach \(folder) --yes")
        _ = try fixture.problem("waves count P1")
        try fixture.run("rate P1 4 --why 'because of the bus'", as: "ben")
        try fixture.run("share P1 --to shout:all", as: "ben")
        fixture.end()
        let messages = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix(">") && !$0.contains("check.examine") }
        #expect(messages.contains { $0.contains("\"title\"") })
        for hidden in ["\"problem\"", "\"change\"", "founders", "because of the bus", "transport\"", "\"submitter\"", "\"sender\"", "\"page\"", "rating"] {
            #expect(!messages.contains { $0.contains(hidden) }, "\(hidden)")
        }
    }
}
