import Fixture
import Foundation
import RegistryCore
import Testing

@Suite struct RecordTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func file(_ text: String, _ name: String) throws -> String {
        let path = fixture.folder.appending(path: name).path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test(arguments: ["jsonl", "json"])
    func everyKindOfValueIsRead(_ ending: String) throws {
        let first = #"{"title":"Bus \u00e9\ud83d\ude42 \"buddies\"","source_id":7,"support":["support","sharing"],"setup_cost":1200.50,"x":null}"#
        let second = #"{ "source_id" : 8, "title" : "Tea", "address" : {"city":"Sale"}, "area" : "Carers" }"#
        let path = try file(ending == "json" ? "\u{FEFF}[\(first),\n \(second)\n]\n" : "\(first)\r\n\n\(second)", "ideas.\(ending)")
        let json = try fixture.json("import \(path)", as: "lead")
        #expect(json["new"] == 2)
        #expect(json["unmatched"] == ["address.city", "x"] || json["unmatched"] == ["x", "address.city"])
        let page = try fixture.json("show P1")
        #expect(page["fields"]?["title"] == "Bus é🙂 \"buddies\"")
        #expect(page["fields"]?["support"] == ["support", "sharing"])
        #expect(page["fields"]?["setup_cost"] == 1200.5)
        #expect(try fixture.json("show P2")["fields"]?["area"] == "Carers")
        #expect(try fixture.json("import \(path)", as: "lead")["unchanged"] == 2)
    }

    @Test(arguments: [
        (#"{"title":"A",}"#, "comma after the last"), (#"{"title":'A'}"#, "single quotes"), (#"{"title":"A" // no"#, "comma between"),
        (#"{"title":"A"#, "not closed"), (#"{"title":NaN}"#, "no JSON value"), (#"{"title":"A","title":"B"}"#, "twice"),
        (#"{"title":"\ud83d"}"#, "surrogate"), ("{\"title\":\"a\u{1}b\"}", "control character"), (#"["title"]"#, "no object"), ("7", "no object"),
        (#"{"title":01}"#, "no JSON value"), (#"{"title":"A"} x"#, "after the end"), (#"{"title":"\u0000"}"#, "NUL"), (#"{"title" "A"}"#, "colon"),
    ])
    func aBrokenLineCostsThatLine(_ line: String, _ what: String) throws {
        let path = try file("{\"title\":\"Before\"}\n\(line)\n{\"title\":\"After\"}\n", "ideas.jsonl")
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.details.contains { $0.contains("line 2, row 2") && $0.contains(what) } == true, "\(problem?.details ?? [])")
        #expect(try fixture.json("find").array?.count == 2)
    }

    @Test(arguments: [
        ("", "empty"), ("[]", "empty"), ("{\"title\":\"A\"}", "one object"), ("[{\"title\":\"A\"}", "not closed"), ("[{\"title\":\"A\"} {}]", "no comma"),
        ("[{\"title\":\"A\"},]", "missing"), ("[{\"title\":\"A\"}] x", "after the end"), ("PK\u{3}\u{4}", "spreadsheet"), ("[1,2]", "no object"),
    ])
    func aBrokenArrayIsOneClearError(_ text: String, _ what: String) throws {
        let problem = try fixture.problem("import \(try file(text, "ideas.json"))", as: "lead")
        #expect(problem?.kind == .badInput)
        #expect(problem.map { "\($0.what) \($0.details)" }?.contains(what) == true, "\(problem?.what ?? "")")
        #expect(try fixture.json("find").array?.isEmpty == true)
    }

    @Test func depthBreadthAndLengthHaveLimits() throws {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let wide = "{\"title\":\"W\"," + (0..<20_000).map { "\"m\($0)\":1" }.joined(separator: ",") + "}"
        let long = "{\"title\":\"" + String(repeating: "x", count: 40 << 20) + "\"}"
        let path = try file("{\"title\":\"A\"}\n{\"title\":\"D\",\"x\":\(deep)}\n\(long)\n{\"title\":\"B\"}\n\(wide)\n", "ideas.jsonl")
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.details.contains { $0.contains("line 2") && $0.contains("nested deeper") } == true)
        #expect(problem?.details.contains { $0.contains("line 3") && $0.contains("longer than 32 MiB") } == true)
        #expect(problem?.details.contains { $0.contains("line 5") && $0.contains("10000 different members") } == true)
        #expect(try fixture.json("find").array?.count == 2)
    }

    @Test func invalidUTF8IsNamedByByte() throws {
        let path = fixture.folder.appending(path: "ideas.jsonl").path
        try Data(Array("{\"title\":\"A\"}\n{\"title\":\"".utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)).write(to: URL(fileURLWithPath: path))
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.details.contains { $0.contains("row 2") && $0.contains("not UTF-8") && $0.contains("at byte 25 of the file") } == true, "\(problem?.details ?? [])")
    }

    @Test(arguments: ["jsonl", "json"])
    func anExportReadsBack(_ ending: String) throws {
        let path = try file("{\"title\":\"Bus\",\"support\":[\"support\",\"sharing\"],\"setup_cost\":12.5,\"problem\":\"a\\nb\",\"source_id\":\"x\"}\n", "a.jsonl")
        try fixture.run("import \(path) --source s", as: "lead")
        let out = fixture.folder.appending(path: "out.\(ending)").path
        try fixture.run("export \(out)", as: "lead")
        let other = try Fixture()
        try other.run("import \(out) --quiet", as: "lead")
        #expect(try other.json("show P1")["fields"] == fixture.json("show P1")["fields"])
    }
}
