import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@Suite("Completion") struct CompletionTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture(founding: true)
        try fixture.run("tag P1 P2 +hospital-discharge")
        try fixture.run("people add 'Amina Khan' --role staff --team 'North East'")
        try fixture.run("rate P1 4 --why 'Works on wet days'", as: "ana")
        try fixture.run("evidence add P1 --kind observation --strength 1 --direction better --finding 'two rode alone' --source 'visit'", as: "ana")
        try fixture.run("edit P2 --set area='Learning disability'")
    }

    /// What Tab offers at the end of a line.
    private func candidates(_ line: String, as person: String = "admin", remembering recent: (inout Recent) -> Void = { _ in }) throws -> [Candidate] {
        let (shell, session) = try fixture.shell(as: person)
        session.recent.isKept = true
        recent(&session.recent)
        return ShellCompleter(shell).completion(of: line, at: line.count).candidates
    }

    private func offered(_ line: String, as person: String = "admin") throws -> [String] { try candidates(line, as: person).map(\.value) }

    @Test func commandsComeUnderWhatTheyAreForAndByOtherNames() throws {
        let all = try candidates("")
        #expect(all.first?.group == "Put in and find")
        #expect(Set(all.compactMap(\.group)).count > 4)
        #expect(try offered("SHO") == ["show"], "case does not count")
        #expect(try offered("exi") == ["exit"])
        #expect(try candidates("exi").first?.note == "the same as quit")
        #expect(try offered("xyz").isEmpty)
        #expect(try offered("show P1 # a comm").isEmpty)
        #expect(try offered("nothing P").isEmpty)
    }

    @Test func optionsAreTheCommandsOwnThenThoseOfEveryCommand() throws {
        let options = try candidates("find --")
        #expect(options.first?.group == "Of find")
        #expect(options.last?.group == "Of every command")
        #expect(options.contains { $0.value == "--limit" } && options.contains { $0.value == "--format" })
        #expect(try offered("find --li") == ["--limit"])
        #expect(try !offered("find --count --").contains("--count"), "it stands there already")
        #expect(try offered("edit P1 --set a=b --set").contains("--set"), "it may stand again")
        #expect(try offered("--f") == ["--format"])
        #expect(try offered("show -").contains("--format"))
        #expect(try offered("evidence --fo") == ["--format"])
    }

    @Test(arguments: [
        ("find --format ", ["table", "json", "jsonl", "csv", "markdown"]), ("--format j", ["json", "jsonl"]), ("find --format=c", ["--format=csv"]),
        ("--color n", ["never"]), ("import x.csv --on-error ", ["skip", "stop"]), ("import x.csv --missing p", ["park"]),
        ("import x.csv --conflicts t", ["theirs"]), ("import x.csv --extra ", ["keep", "ignore", "error"]), ("import x.csv --dates y", ["ymd"]),
        ("import x.csv --from j", ["jsonl", "json"]), ("rate P1 ", ["1", "2", "3", "4", "5"]), ("people add x --role ", ["staff", "lead", "admin"]),
        ("edit P1 --visibility t", ["team"]), ("find --sort cre", ["created"]), ("find --sort rating.m", ["rating.mean"]),
        ("stats --by sta", ["stage", "started"]), ("evidence add P1 --direction w", ["worse"]), ("--as 'Am", ["Amina Khan"]),
        ("journal --by le", ["lead"]), ("share P1 --with be", ["ben"]), ("plugins keep", ["keeping"]), ("config show st", ["stages"]),
        ("people a", ["add"]), ("help people s", ["set"]), ("help sel", ["selection"]), ("help evi", ["evidence"]), ("edit P1 prob", ["problem"]),
        ("edit P1 --set prob", ["problem="]), ("edit P1 --unset prob", ["problem"]), ("edit P1 --set area=learn", ["area=Learning disability"]),
        ("import x.csv --map source_", ["source_id="]), ("--as lead find --li", ["--limit"]),
    ])
    func valuesOfOptions(_ line: String, _ values: [String]) throws {
        #expect(try offered(line) == values)
    }

    @Test func whatIsKnownOfNothingOffersNothing() throws {
        for line in ["comment P1 th", "find --limit ", "evidence add P1 --finding tw", "show P1 P", "people add na", "share P1 --note h", "similar bus P"] {
            #expect(try offered(line).isEmpty, "\(line)")
        }
    }

    @Test func innovationsByNumberByWordsOfTheirTitleAndByRow() throws {
        #expect(try offered("show P1") == ["P1"])
        #expect(try candidates("show p1").first?.note == "Travel training on public transport that plans for the wet day")
        #expect(try offered("show transp") == ["P1"], "any word of the title")
        #expect(try offered("show \"travel tr") == ["P1"])
        #expect(try offered("show TRAV") == ["P1"])
        #expect(try offered("show visitor") == ["P8"])
        #expect(try offered("show wheelch") == ["P1"], "or of its other texts")
        #expect(try offered("show zzz").isEmpty)
        #expect(try offered("show trafford:P").isEmpty)
        let rows = try candidates("rate 2") { $0.list = [Reference(5), Reference(8)] }
        #expect(rows.map(\.value) == ["P8"])
        #expect(try offered("rate 2").isEmpty, "there is no list")
    }

    @Test func theEndingThatTheStemHasNotIsStillABeginningOfTheWord() throws {
        try fixture.run("submit --set title='Befriending by phone' --set problem=P --set change=C --set who=W", as: "ana")
        for length in 3..."befriending".count {
            #expect(try offered("show " + "befriending".prefix(length)) == ["P9"], "\(length)")
        }
    }

    @Test func theLastListComesFirst() throws {
        let found = try candidates("show ") { recent in
            recent.list = [Reference(5), Reference(3)]
            recent.current = Reference(7)
        }
        #expect(found.prefix(3).map(\.value) == [".", "P5", "P3"])
        #expect(found.prefix(4).map(\.group) == ["Last shown", "Of the last list", "Of the last list", "Newest"])
        #expect(found.first?.note?.hasPrefix("P7 ") == true)
        #expect(!found.dropFirst(3).contains { $0.value == "P5" })
    }

    @Test func whatSomebodyMayNotSeeIsNotOffered() throws {
        try fixture.run("submit --set title='Zebra crossing helpers' --set problem=P --set change=C --set who=W --visibility me", as: "ana")
        try fixture.run("tag P9 +zebra", as: "ana")
        #expect(try offered("show zebr", as: "ana") == ["P9"])
        #expect(try offered("show zebr", as: "ben").isEmpty)
        #expect(try offered("show P9", as: "ben").isEmpty)
        #expect(try offered("tag P1 +zeb", as: "ben").isEmpty)
        #expect(try offered("find tag:zeb", as: "ben").isEmpty)
        #expect(try offered("--as ben show zebr", as: "ana").isEmpty, "the line says who looks")
        #expect(try offered("undo --batch ", as: "ben").isEmpty, "no batch is his")
        #expect(try !offered("undo --batch ").isEmpty)
        #expect(try offered("show zebr --registry /nowhere P").isEmpty)
    }

    @Test func tagsHaveCountsAndThoseToTakeAwayAreTheInnovations() throws {
        let tag = try #require(try candidates("tag P1 +hospital-d").first)
        #expect(tag.value == "+hospital-discharge" && tag.note?.hasPrefix("2") == true && tag.group == "In use")
        #expect(try offered("tag P1 -hosp") == ["-hospital-discharge"])
        #expect(try offered("tag P3 -hosp").isEmpty)
        #expect(try offered("tag --where x -hosp") == ["-hospital-discharge"])
        #expect(try offered("tag trav").contains("P1"), "a reference comes first")
    }

    @Test func contributionsByReference() throws {
        #expect(try offered("evidence assess ").first == "P1.E3", "the newest first")
        #expect(try candidates("evidence retract p1.").map { $0.note?.hasPrefix("ana ") } == [false, false, true])
        #expect(try offered("show P1.").contains("P1.E1"))
        #expect(try offered("evidence assess P3.") == ["P3.E1"])
        #expect(try offered("evidence assess P99.").isEmpty)
    }

    @Test func batchesSayWhatTheyDid() throws {
        let batches = try candidates("undo --batch ")
        #expect(batches.first?.note?.contains(" by ") == true)
        #expect(try offered("undo --batch 1").contains("1"))
    }

    @Test func stagesComeAfterAReference() throws {
        #expect(try !offered("promote tri").contains("triaged"), "a reference comes first")
        #expect(try offered("promote P1 dev").first == "developing")
        #expect(try offered("move P1 par") == ["parked"])
    }

    @Test(arguments: [
        ("find sta", ["stage:", "started:"]), ("find stage:tri", ["triaged"]), ("find -tag:hospital-d", ["hospital-discharge"]),
        ("find (tag:hospital-d", ["hospital-discharge"]), ("find bus or -(stage:tri", ["triaged"]), ("find area:\"Learning d", ["Learning disability"]),
        ("find carers area:learn", ["Learning disability"]), ("find 'carers -area:learn", ["\"Learning disability\""]), ("find \"stage:tri", ["triaged"]),
        ("find 'bus or (by:am", ["\"Amina Khan\""]), ("find by:m", ["me"]), ("find is:", ["held"]), ("find rating.mea", ["rating.mean>="]), ("find has:less", ["lessons"]),
        ("find rating.mean>=", []), ("find started:20", []), ("find -sta", ["stage:", "started:"]), ("export --to csv - stage:tri", ["triaged"]),
        ("tag --where stage:tri", ["triaged"]), ("find P1", ["P1"]), ("find \"wet d", []),
    ])
    func selections(_ line: String, _ values: [String]) throws {
        #expect(try offered(line) == values)
    }

    @Test func fileNames() throws {
        let folder = fixture.folder.appending(path: "fichiers é").path
        try FileManager.default.createDirectory(atPath: folder + "/Sub folder", withIntermediateDirectories: true)
        for name in ["Ideas of May.csv", "it's.csv", ".hidden"] { try Data().write(to: URL(fileURLWithPath: folder + "/" + name)) }
        let typed = Words.quote(folder + "/").dropLast()
        let all = try candidates("import \(typed)")
        #expect(all.map(\.value) == ["Ideas of May.csv", "Sub folder/", "it's.csv"].map { folder + "/" + $0 })
        #expect(all.map(\.finished) == [true, false, true])
        #expect(try offered("import \(typed).h") == [folder + "/.hidden"])
        #expect(try offered("import \(typed)ideas") == [folder + "/Ideas of May.csv"], "case counts only where it tells files apart")
        try Data().write(to: fixture.folder.appending(path: "register"))
        #expect(try offered("--registry \(fixture.folder.path)/regis").contains(fixture.folder.appending(path: "register").path))
    }
}
