import Fixture
import Foundation
import RegistryCore
import Testing

/// What a data officer relies on when nobody looks.
@Suite struct CronTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func file(_ text: String, _ name: String = "ideas.csv") throws -> String {
        let path = fixture.folder.appending(path: name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func whatIsGoneFromTheSourceIsReportedAndParked() throws {
        _ = try fixture.json("import \(try file("title,source_id\nA,1\nB,2\nC,3\n"))", as: "lead")
        let fewer = try file("title,source_id\nA,1\n")
        let report = try fixture.json("import \(fewer) --missing report", as: "lead")
        #expect(report["missing"] == ["P2", "P3"])
        #expect(try fixture.json("show P2")["stage"] == "submitted")
        #expect(try fixture.json("import \(fewer) --missing park --dry-run", as: "lead")["parked"] == 2)
        #expect(try fixture.json("show P2")["stage"] == "submitted")
        #expect(try fixture.json("import \(fewer) --missing park", as: "lead")["parked"] == 2)
        #expect(try fixture.json("show P2")["stage"] == "parked")
        #expect(try fixture.json("import \(fewer) --missing park", as: "lead")["batch"] == .null, "once is enough")
        #expect(try fixture.problem("verify", as: "lead") == nil)
    }

    @Test func tooManyBadRowsEndItAndSaveNothing() throws {
        let path = try file("title,area\nGood,Carers\nBad,x\nBad,y\nBad,z\n")
        let problem = try fixture.problem("import \(path) --max-errors 2", as: "lead")
        #expect(problem?.kind == .badInput)
        #expect(problem?.what.contains("more than 2 rows") == true)
        #expect(try fixture.json("find").array?.isEmpty == true)
        #expect(try fixture.problem("import \(path) --max-errors 3", as: "lead")?.what.contains("3 rows of 4") == true)
        #expect(try fixture.json("find").array?.count == 1)
    }

    @Test func columnsThatMatchNothingAreKeptWhenAsked() throws {
        let path = try file("title,source_id,Ward name,9th col\nA,1,Sale,x\nB,2,Altrincham,\n")
        let json = try fixture.json("import \(path) --extra keep", as: "lead")
        #expect(json["unmatched"] == ["Ward name", "9th col"])
        #expect(try fixture.json("show P1")["fields"]?["ward_name"] == "Sale")
        #expect(try fixture.json("find ward_name:altrincham").array?.count == 1)
        #expect(try fixture.run("export --to csv -", as: "lead").contains("ward_name"))
        #expect(try fixture.json("import \(path)", as: "lead")["unchanged"] == 2, "it is a field from now on")
        #expect(try fixture.problem("verify", as: "lead") == nil)
        try fixture.run("undo --yes", as: "lead")
        #expect(try fixture.problem("import \(path) --extra error", as: "lead")?.kind == .badInput)
    }

    @Test func severalFilesAreOneBatch() throws {
        let first = try file("title,source_id\nA,1\n", "a.csv"), second = try file("{\"title\":\"B\",\"source_id\":\"2\"}\n", "b.jsonl")
        #expect(try fixture.json("import \(first) \(second) --source form", as: "lead")["new"] == 2)
        #expect(try fixture.registry().batches().filter { $0.command == "import" }.count == 1)
        try fixture.run("undo --yes", as: "lead")
        #expect(try fixture.json("find").array?.isEmpty == true)
    }

    @Test func newAndChangedRowsInOneImportAreAllFound() throws {
        _ = try fixture.json("import \(try file("title,source_id\n" + (1...50).map { "Old \($0),\($0)\n" }.joined()))", as: "lead")
        let changed = try file("title,source_id\n" + (1...50).map { "Young \($0),\($0)\n" }.joined() + (51...90).map { "Fresh \($0),\($0)\n" }.joined())
        let json = try fixture.json("import \(changed)", as: "lead")
        #expect(json["updated"] == 50 && json["new"] == 40)
        #expect(try fixture.json("find young --limit 100").array?.count == 50)
        #expect(try fixture.json("find fresh --limit 100").array?.count == 40)
        #expect(try fixture.json("find old --limit 100").array?.count == 0)
        #expect(try fixture.problem("verify", as: "lead") == nil)
        #expect(try fixture.json("import \(changed)", as: "lead")["unchanged"] == 90)
    }

    @Test func copiesWithinAFileAreNoted() throws {
        let text = "travellers practise the wet day with a trainer and agree whom to ring when the bus is full or diverted"
        let rows = (0..<400).map { "Idea \($0) about kestrel\($0) heron\($0) plover\($0) dunlin\($0) curlew\($0),k\($0)\n" }.joined()
        let path = try file("title,source_id\n\(text),a\n\(rows)\(text) again,b\n")
        #expect(try fixture.json("import \(path)", as: "lead")["noted"] == 1)
    }

    @Test func nothingIsParkedWhileRowsCannotBeRead() throws {
        _ = try fixture.json("import \(try file("title,source_id\nA,1\nB,2\nC,3\n"))", as: "lead")
        _ = try fixture.problem("import \(try file("title,source_id\nA,1\nB\n")) --missing park", as: "lead")
        #expect(try fixture.json("show P2")["stage"] == "submitted")
        #expect(try fixture.json("show P3")["stage"] == "submitted")
        _ = try fixture.json("import \(try file("title,source_id\n")) --missing park", as: "lead")
        #expect(try fixture.json("show P1")["stage"] == "submitted", "an empty file parks nothing")
    }

    @Test func rowsHandedBackCarryNoIdentity() throws {
        let identity = "943 476 5919"
        let path = try file("title,area,tags,notes\nWrong area,\(identity),,\nIn the notes,x,,call \(identity)\nIn the tags,Carers,bus; \(identity.replacing(" ", with: "-")),\n")
        let problem = try fixture.problem("import \(path) --format json", as: "lead")
        let told = (problem?.details ?? []).joined() + fixture.messages.joined()
        let rejects = try String(contentsOfFile: fixture.folder.appending(path: "ideas.rejects.csv").path, encoding: .utf8)
        for text in [told, rejects] {
            #expect(!text.contains("943 476") && !text.contains("943-476"), "\(text)")
        }
        #expect(rejects.contains("Wrong area") && rejects.contains("In the notes") && rejects.contains("In the tags"))
    }

    @Test func rejectsOfSeveralFilesStandBesideEachOther() throws {
        let first = try file("title,area\nA,x\n", "a.csv"), second = try file("title,area\nB,y\n", "b.csv")
        let out = fixture.folder.appending(path: "bad.csv").path
        _ = try fixture.problem("import \(first) \(second) --rejects \(out)", as: "lead")
        #expect(try String(contentsOfFile: out, encoding: .utf8).contains("A,x"))
        #expect(try String(contentsOfFile: fixture.folder.appending(path: "bad-2.csv").path, encoding: .utf8).contains("B,y"))
    }

    @Test func aRepeatedRowIsToldTheSameEachTime() throws {
        let path = try file("title,source_id\nA,1\nA,1\n")
        #expect(try fixture.problem("import \(path)", as: "lead")?.kind == .badInput)
        #expect(try fixture.problem("import \(path)", as: "lead")?.kind == .badInput)
        let same = try file("title,submitter\nBus buddies,Amina\nBus buddies,Ben\nBus buddies,Ben\n", "same.csv")
        let json = try fixture.json("import \(same)", as: "lead")
        #expect(json["new"] == 2 && json["unchanged"] == 1, "two people had the idea, and one said it twice")
    }

    @Test func aDryRunSaysWhatWouldChange() throws {
        _ = try fixture.json("import \(try file("title,source_id,area\nA,1,Carers\n"))", as: "lead")
        let path = try file("title,source_id,area\nAa,1,Dementia\nBrand new,2,\n")
        let said = try fixture.run("import \(path) --dry-run", as: "lead")
        #expect(said.contains("P1 would change: area: “Carers” became “Dementia”; title: “A” became “Aa”"))
        #expect(said.contains("“Brand new”"))
        #expect(try fixture.json("import \(path) --dry-run", as: "lead")["changes"]?.array?.count == 1)
        #expect(try fixture.json("show P1")["fields"]?["title"] == "A")
    }

    @Test func valuesAreTranslated() throws {
        let path = try file("title,area\nA,Elderly\nB,elderly\n")
        let saved = fixture.folder.appending(path: "map.yaml").path
        #expect(try fixture.json("import \(path) --translate area:Elderly=\"Older adults\" --save-mapping \(saved)", as: "lead")["new"] == 2)
        #expect(try fixture.json("show P2")["fields"]?["area"] == "Older adults")
        #expect(try fixture.json("import \(path) --mapping \(saved)", as: "lead")["unchanged"] == 2)
        #expect(try fixture.problem("import \(path) --translate area=x", as: "lead")?.kind == .usage)
    }

    private func rejects(_ name: String = "ideas.rejects.csv") -> String? {
        try? String(contentsOfFile: fixture.folder.appending(path: name).path, encoding: .utf8)
    }

    @Test func whatCouldNotBeCutIsHandedBackAsItStands() throws {
        _ = try fixture.problem("import \(try file("title,area\nLong,Carers,more,\"and, more\"\nShort\nGood,Carers\n"))", as: "lead")
        #expect(rejects()?.contains("\"Long,Carers,more,\"\"and, more\"\"\"") == true, "\(rejects() ?? "")")
        let again = try fixture.problem("import \(fixture.folder.appending(path: "ideas.rejects.csv").path)", as: "lead")
        #expect(again?.what.contains("2 rows of 2") == true, "unmended, nothing of it comes in")
        #expect(try fixture.json("find").array?.count == 1)
        let broken = try file("{\"title\":\"A\",\"source_id\":\"1\"}\n{\"title\":\"B\",\"setup_cost\":NaN}\n", "b.jsonl")
        _ = try fixture.problem("import \(broken)", as: "lead")
        #expect(rejects("b.rejects.csv")?.contains("NaN}") == true)
    }

    @Test func mendedRejectsAreNotWrittenOver() throws {
        let path = try file("title,area\nA,x\n")
        _ = try fixture.problem("import \(path)", as: "lead")
        let mended = try #require(rejects()).replacing("A,x", with: "A,Carers")
        try mended.write(toFile: fixture.folder.appending(path: "ideas.rejects.csv").path, atomically: true, encoding: .utf8)
        _ = try fixture.problem("import \(path)", as: "lead")
        #expect(rejects("ideas.rejects-1.csv") == mended)
        _ = try fixture.problem("import \(path)", as: "lead")
        #expect(rejects("ideas.rejects-2.csv") == nil, "the same again is no other file")
        try "title,area\nA,Carers\n".write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path)", as: "lead")
        #expect(fixture.messages.contains { $0.contains("earlier import") })
    }

    @Test func whatIsReadIsNotWrittenOver() throws {
        let path = try file("title,area\nA,x\n")
        #expect(try fixture.problem("import \(path) --rejects \(path)", as: "lead")?.kind == .usage)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "title,area\nA,x\n")
    }

    @Test(arguments: [
        ("title,started\nA,04/13/2024\n", "", "--dates mdy"), ("title,setup_cost\nA,12345678901234567890\n", "", "15 digits"),
        ("title,,problem\nA,x,p\n", "--extra error", "no heading"), ("[{\"title\":\"A\"}]", "", "JSON"),
        ("title,area\nA,Carers\n", "--map title=title --set title=B", "twice"), ("title\n\u{200B}\n", "", "a title is needed"),
    ])
    func troublesAreToldInWords(_ text: String, _ options: String, _ words: String) throws {
        let problem = try fixture.problem("import \(try file(text)) \(options)", as: "lead")
        #expect(([problem?.what ?? "", problem?.next ?? ""] + (problem?.details ?? [])).joined(separator: "\n").contains(words))
    }

    @Test func emptyRowsAndColumnsWithoutHeadingsAreSaid() throws {
        let json = try fixture.json("import \(try file("title,,setup_cost\nA,x,1500\n,,\n,,\n"))", as: "lead")
        #expect(json["rows"] == 1 && json["new"] == 1 && json["rejected"] == 0)
        #expect(fixture.messages.contains { $0.contains("2 empty rows") })
        #expect(fixture.messages.contains { $0.contains("without a heading") })
        #expect(try fixture.json("show P1")["fields"]?["setup_cost"] == 1500)
    }

    @Test func namesThatWouldBeKeptCarryNoIdentity() throws {
        let path = try file("title,943 476 5919\nA,x\n")
        #expect(try fixture.problem("import \(path) --source 'nhs 943 476 5919'", as: "lead")?.kind == .badInput)
        #expect(try fixture.problem("import \(path) --extra keep", as: "lead")?.kind == .badInput)
        #expect(try fixture.json("find").array?.isEmpty == true)
    }

    @Test func whoParkedTheirOwnCanTakeThatBack() throws {
        _ = try fixture.json("import \(try file("title,source_id\nA,1\nB,2\n"))", as: "lead")
        _ = try fixture.json("import \(try file("title,source_id\nA,1\n")) --missing park", as: "lead")
        #expect(try fixture.json("show P2")["stage"] == "parked")
        try fixture.run("undo --yes", as: "lead")
        #expect(try fixture.json("show P2")["stage"] == "submitted")
    }

    @Test func aRowRejectedForOtherReasonsHoldsNoKey() throws {
        let json = try fixture.problem("import \(try file("title,source_id,area\nA,1,x\nB,1,Carers\nC,1,Carers\n"))", as: "lead")
        #expect(json?.details.contains { $0.contains("row 2 has the same source_id") } == true)
        #expect(try fixture.json("find").array?.compactMap { $0["title"]?.string } == ["B"])
    }

    @Test func aPipeAndADeviceAreWrittenToAsTheyAre() throws {
        try fixture.run("submit --set title=A --set problem=p --set change=c --set who=w", as: "ana")
        try fixture.run("export --to csv /dev/null --yes", as: "lead")
        var facts = stat()
        #expect(stat("/dev/null", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
        let real = try file("old", "real.csv"), link = fixture.folder.appending(path: "link.csv").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        try fixture.run("export \(link) --yes", as: "lead")
        #expect(try String(contentsOfFile: real, encoding: .utf8).hasPrefix("ref,"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == real)
    }
}
