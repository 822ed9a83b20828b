import Fixture
import Foundation
import RegistryCore
import Testing

@Suite struct ImportTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func file(_ text: String, named name: String = "ideas.csv") throws -> String {
        let url = fixture.folder.appending(path: name)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    private func run(_ text: String, _ options: String = "", as person: String = "lead") throws -> JSONValue {
        let path = try file(text)
        return try fixture.json("import \(path) \(options)", as: person)
    }

    private func counts(_ json: JSONValue) -> [Int?] { ["rows", "new", "updated", "unchanged", "rejected"].map { json[$0]?.integer } }

    static let three = "title,problem,source_id,area\nBus buddies,Late buses,A1,Carers\nTea and talk,Lonely,A2,Older adults\nNight line,Nobody to ring,A3,Carers\n"

    @Test func theSecondTimeNothingChanges() throws {
        #expect(counts(try run(Self.three)) == [3, 3, 0, 0, 0])
        let batches = try fixture.registry().batches().count
        let again = try run(Self.three)
        #expect(counts(again) == [3, 0, 0, 3, 0])
        #expect(again["batch"] == .null)
        #expect(try fixture.registry().batches().count == batches, "no journal entry")
    }

    @Test func aChangedRowUpdatesWhatNobodyEditedHere() throws {
        _ = try run(Self.three)
        try fixture.run("edit P2 --set problem=\"Lonely at weekends\"", as: "lead")
        let changed = Self.three.replacing("Lonely", with: "Alone").replacing("Tea and talk", with: "Tea and talking").replacing("Late buses", with: "No buses")
        let json = try run(changed)
        #expect(counts(json) == [3, 0, 2, 1, 0])
        #expect(json["conflicts"]?.array?.count == 1)
        let fields = try fixture.json("show P2")["fields"]
        #expect(fields?["problem"] == "Lonely at weekends")
        #expect(fields?["title"] == "Tea and talking")
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "No buses")
        #expect(counts(try run(changed)) == [3, 0, 0, 3, 0], "a conflict is told once")
    }

    @Test func theirsWinsWhenAsked() throws {
        _ = try run(Self.three)
        try fixture.run("edit P2 --set problem=\"Lonely at weekends\"", as: "lead")
        _ = try run(Self.three.replacing("Lonely", with: "Alone"), "--conflicts theirs")
        #expect(try fixture.json("show P2")["fields"]?["problem"] == "Alone")
    }

    @Test func undoneRowsImportAfresh() throws {
        _ = try run(Self.three)
        try fixture.run("undo --yes", as: "lead")
        #expect(try fixture.json("find").array?.isEmpty == true)
        #expect(try fixture.json("show P1")["stage"] == "withdrawn")
        #expect(counts(try run(Self.three)) == [3, 3, 0, 0, 0])
        #expect(try fixture.json("find --sort number").array?.compactMap { $0["ref"]?.string } == ["P4", "P5", "P6"])
    }

    /// More rows than an undo has in memory at a time.
    @Test func aLargeImportIsUndoneAndDoneAgain() throws {
        func rows(_ word: String) -> String { "title,problem,source_id,area\n" + (1...520).map { "Idea \($0),\(word) \($0),A\($0),Carers\n" }.joined() }
        func imported() throws -> Int? { try run(rows("Late"))["unchanged"]?.integer }
        _ = try run(rows("Lonely"))
        try fixture.run("edit P7 --set problem=Other", as: "lead")
        #expect(counts(try run(rows("Late"))) == [520, 0, 519, 1, 0])
        try fixture.run("edit P9 --set problem=\"Other too\"", as: "lead")
        let first = try fixture.registry().batches().filter { $0.command == "import" }.map(\.number)
        // What the second brought: the answers, and what the next is compared with.
        let second = try fixture.json("undo --batch \(first[0]) --yes", as: "lead")
        #expect(second["left"] == ["P9: problem was changed since, and stays"])
        #expect(try fixture.json("show P520")["fields"]?["problem"] == "Lonely 520")
        #expect(counts(try run(rows("Lonely"))) == [520, 0, 0, 520, 0])
        try fixture.run("undo --batch \(second["batch"]?.integer ?? 0) --yes", as: "lead")
        #expect(try fixture.json("show P520")["fields"]?["problem"] == "Late 520")
        #expect(try imported() == 520)
        // What the first brought, and that it was brought.
        let all = try fixture.json("undo --batch \(first[1]) --yes", as: "lead")
        #expect(all["restored"]?.array?.count == 520 && all["left"]?.array?.count == 520)
        #expect(counts(try run(rows("Late"), "--dry-run")) == [520, 520, 0, 0, 0])
        let back = try fixture.json("undo --batch \(all["batch"]?.integer ?? 0) --yes", as: "admin")
        #expect(back["left"] == [])
        #expect(try imported() == 520)
        #expect(try fixture.registry().verify().troubles.isEmpty)
    }

    @Test func everyBadRowIsNamedAndHandedBack() throws {
        let text = "title,area,started\nGood,Carers,2024-01-01\n,Carers,\nBad area,Older adlts,31/02/2024\nRagged,Carers\n"
        let path = try file(text)
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.kind == .badInput)
        #expect(problem?.details.contains { $0.contains("line 3, row 2") && $0.contains("a title is needed") } == true)
        #expect(problem?.details.contains { $0.contains("row 3") && $0.contains("Older adlts") && $0.contains("did you mean “Older adults”") } == true)
        #expect(problem?.details.contains { $0.contains("row 3") && $0.contains("is not a date") } == true)
        #expect(problem?.details.contains { $0.contains("has 2 cells where the heading has 3") } == true)
        let rejects = try String(contentsOfFile: fixture.folder.appending(path: "ideas.rejects.csv").path, encoding: .utf8)
        #expect(rejects.hasPrefix("title,area,started,Rejected row,Rejected line,Rejected because,Rejected text\n"))
        #expect(rejects.contains("Bad area,Older adlts,31/02/2024,3,4,"))
        #expect(try fixture.json("find").array?.count == 1, "the good row is in")
    }

    @Test func mendedRejectsImportUnderTheSameSource() throws {
        let path = try file("title,area,source_id\nOne,Older adlts,X1\n")
        _ = try fixture.problem("import \(path)", as: "lead")
        let rejects = fixture.folder.appending(path: "ideas.rejects.csv").path
        let mended = try String(contentsOfFile: rejects, encoding: .utf8).replacing("Older adlts", with: "Older adults")
        try mended.write(toFile: rejects, atomically: true, encoding: .utf8)
        #expect(try fixture.json("import \(rejects)", as: "lead")["new"] == 1)
        _ = try file("title,area,source_id\nOne,Older adults,X1\n")
        #expect(try fixture.json("import \(path)", as: "lead")["unchanged"] == 1)
    }

    @Test func stopSavesNothing() throws {
        let path = try file("title,area\nGood,Carers\nBad,Nowhere\n")
        #expect(try fixture.problem("import \(path) --on-error stop", as: "lead")?.kind == .badInput)
        #expect(try fixture.json("find").array?.isEmpty == true)
    }

    @Test func aDryRunCountsTheSameAndSavesNothing() throws {
        let dry = try run(Self.three, "--dry-run")
        #expect(counts(dry) == [3, 3, 0, 0, 0])
        #expect(try fixture.json("find").array?.isEmpty == true)
        #expect(counts(try run(Self.three)) == [3, 3, 0, 0, 0])
    }

    @Test func authorAndDateAreTheFiles() throws {
        _ = try run("title,submitter,created\nBus buddies,Amina Khan,03/02/2021\n", "--dates dmy")
        let page = try fixture.json("show P1")
        #expect(page["submitter"] == "Amina Khan")
        #expect(page["created"] == "2021-02-03T00:00:00.000Z")
    }

    @Test func identitiesAreRefusedOrHeld() throws {
        let path = try file("title,problem\nOne,Her number is 999 427 3183\nTwo,Ring 01632 960482 to join\nThree,Nothing\n")
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.details.count == 1)
        #expect(problem?.details.first?.contains("999 427 3183") == false)
        let rejects = try String(contentsOfFile: fixture.folder.appending(path: "ideas.rejects.csv").path, encoding: .utf8)
        #expect(!rejects.contains("427"))
        let held = try fixture.json("find is:held", as: "lead").array?.compactMap { $0["title"]?.string }
        #expect(held == ["Two"])
        #expect(try fixture.json("find", as: "ben").array?.compactMap { $0["title"]?.string } == ["Three"])
    }

    @Test func onlyLeadsImport() throws {
        let path = try file(Self.three)
        #expect(try fixture.problem("import \(path)", as: "ana")?.kind == .notPermitted)
    }

    @Test func mappingIsSavedAndReadBack() throws {
        let saved = fixture.folder.appending(path: "form.yaml").path
        let path = try file("Name of thing,Text,Key\nBus buddies,Late,K1\n")
        _ = try fixture.json("import \(path) --map title=\"Name of thing\" --map problem=Text --map source_id=Key --source form --set area=Carers --save-mapping \(saved)", as: "lead")
        #expect(try fixture.json("import \(path) --mapping \(saved)", as: "lead")["unchanged"] == 1)
        #expect(try fixture.json("show P1")["fields"]?["area"] == "Carers")
    }

    @Test func aMissingColumnOffersTheNearest() throws {
        let path = try file("Titel,Text\nx,y\n")
        let problem = try fixture.problem("import \(path) --map title=Titl", as: "lead")
        #expect(problem?.nearest == "Titel")
        let other = try file("Heading,Text\nx,y\n", named: "other.csv")
        #expect(try fixture.problem("import \(other)", as: "lead")?.next?.contains("--map title=") == true)
    }

    @Test func aSlipInAHeadingIsUnderstoodAndSaid() throws {
        let path = try file("Titel,Problem,Aera\nBus,Late,Carers\n")
        #expect(try fixture.json("import \(path)", as: "lead")["new"] == 1)
        #expect(fixture.messages.joined(separator: " ").contains("“Titel” is taken for title"))
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "Late")
    }

    @Test(arguments: ["", "\n\n", "title\n\"open", "title\0x\nb\n"])
    func brokenFilesAreOneClearError(_ text: String) throws {
        let path = try file(text)
        let problem = try fixture.problem("import \(path)", as: "lead")
        #expect(problem?.kind == .badInput)
        #expect(try fixture.json("find").array?.isEmpty == true)
    }

    @Test func aFileThatIsNotThere() throws {
        #expect(try fixture.problem("import nowhere.csv", as: "lead")?.kind == .noInput)
        #expect(try fixture.problem("import \(fixture.folder.path) --from csv", as: "lead")?.kind == .noInput)
    }

    @Test func exportsImportAndExportAlike() throws {
        _ = try run("title,problem,tags\n=1+1,\"two\nlines, \"\"quoted\"\"\",\"carers; transport\"\n-x,@y,\n")
        let first = try fixture.run("export --to csv -", as: "lead")
        #expect(!first.contains("\n=1") && first.contains("'=1+1"))
        let path = try file(first, named: "again.csv")
        let other = try Fixture()
        _ = try other.json("import \(path)", as: "lead")
        let fields = try other.json("show P1")["fields"]
        #expect(fields?["title"] == "=1+1")
        #expect(fields?["problem"] == "two\nlines, \"quoted\"")
    }

    /// A block of rows is stored at a time: people who are new come between, with payloads of their own.
    @Test func eachRowMayHaveAnAuthorWhoIsNew() throws {
        let text = String(repeating: "word ", count: 60)
        let rows = (1...5000).map { "Idea \($0),\(text)\($0),Person \($0),K\($0),\($0 % 7 == 0 ? "bus; wet-day" : "")" }
        let json = try run((["title,problem,submitter,source_id,tags"] + rows).joined(separator: "\n") + "\n")
        #expect(counts(json) == [5000, 5000, 0, 0, 0])
        #expect(try fixture.registry().people(for: try fixture.actor("lead").viewer).count == 5004)
        #expect(try fixture.problem("verify", as: "lead") == nil)
        #expect(try fixture.json("find 'by:\"Person 4321\"'").array?.first?["ref"] == "P4321")
    }
}

@Suite struct RealDataTests {
    private static let grants = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data/trafford_voluntary_sector_grants.csv").standardizedFileURL.path
    private static var isThere: Bool { FileManager.default.fileExists(atPath: grants) }

    @Test(.enabled(if: isThere)) func grantsImportWithOptionsAndWithTheMapping() throws {
        let fixture = try Fixture()
        let json = try fixture.json("import \(Self.grants) --map title=Title --map problem=Description --map source_id=Identifier --source trafford", as: "lead")
        #expect(json["rows"] == 555)
        #expect((json["new"]?.integer ?? 0) + (json["rejected"]?.integer ?? 0) == 555)
        let mapping = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../examples/trafford-grants.mapping.yaml").standardizedFileURL.path
        let again = try fixture.json("import \(Self.grants) --mapping \(mapping)", as: "lead")
        #expect(again["new"] == 0)
    }
}
