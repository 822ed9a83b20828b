import Fixture
import Foundation
@testable import RegistryCore
import Testing

/// A registry that moves between a file and a server, and back.
@Suite(.disabled(if: Engine.isServer, "it goes from a file to a server and back as it is")) struct RelocateTests {
    private let fixture: Fixture

    /// A registry with something of everything.
    init() throws {
        fixture = try Fixture(founding: true)
        let path = fixture.folder.appending(path: "ideas.csv").path
        try "title,problem,source_id,submitter,Odd\nBus,Late 🙂,A1,Amina,x\nTea,Ring 01632 960482,A2,Ben,y\n".write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path) --extra keep", as: "lead")
        for line in ["rate P1 5 --why Good", "comment P9 'Seen it'", "adopt P1 --site 'Sale team'", "tag P1 +bus", "share P1 --with ben", "comment P3 gone", "undo --yes"] {
            try fixture.run(line, as: "lead")
        }
        try fixture.run("inbox", as: "ben")
        let registry = try fixture.registry()
        let draft = SavedDraft(home: registry.home, uid: UID(), owner: "ana", fields: ["title": .text("Half")], tags: ["a"], updated: Moment.cut(Date()))
        try registry.store.write { try $0.put(draft) }
        try registry.store.close()
    }

    /// All that is kept of a registry and people's own, of which no archive tells.
    private func everything(_ registry: String?) throws -> [String] {
        let words = registry.map { "--registry \($0)" } ?? ""
        // As whoever may read all: people's own is shown to nobody else.
        let store = try registry.map { try Fixture.open($0.replacing("//admin@", with: "//practice_tests@")) } ?? fixture.registry().store
        defer { try? store.close() }
        var lines = [try fixture.run("\(words) export --to archive -")]
        try store.read { reader in
            try reader.eachDraft(in: .unnamed) { lines.append("\($0)") }
            try reader.eachMark(in: .unnamed) { lines.append("\($0) \($1) \($2)") }
        }
        return lines
    }

    @Test func thereAndBackItIsTheSameToTheByte() throws {
        let server = try fixture.emptyDatabase(), file = fixture.folder.appending(path: "back").path
        let before = try everything(nil)
        #expect(before.count == 3, "an archive, a draft and a mark")
        let said = try fixture.run("relocate --to \(server)")
        #expect(said.contains("nothing is wrong") && said.contains("1 draft") && !said.contains("acts there by"), "\(said)")
        #expect(try everything(server) == before)
        #expect(try everything(nil) == before, "the old one stays as it is")
        #expect(try fixture.json("--registry \(server) relocate --to \(file)")["ok"] == true)
        #expect(try everything(file) == [before[0]], "a server shows people's own to their owners alone")
        for line in ["find", "show P1", "history P1", "find seen", "find rating.mean>=4", "find odd:x", "inbox"] {
            let here = try fixture.run(line)
            #expect(try fixture.run("--registry \(server) \(line)") == here, "\(line)")
            #expect(try fixture.run("--registry \(file) \(line)") == here, "\(line)")
        }
        try fixture.run("--registry \(server) submit --set title=Next --set problem=p --set change=c --set who=w --yes")
        #expect(try fixture.json("--registry \(server) show P11")["title"] == "Next", "numbers go on")
        #expect(try fixture.run("--registry \(server) verify").contains("Nothing is wrong"))
    }

    @Test func whoMovesItActsThereByTheLoginThatConnects() throws {
        let server = try fixture.emptyDatabase(as: "moira")
        let said = try fixture.run("relocate --to \(server)")
        #expect(said.contains("admin acts there by the login moira"))
        #expect(try fixture.json("--registry \(server) people").array?.first { $0["name"] == "admin" }?["account"] == "moira")
        #expect(try fixture.run("--registry \(server) verify").contains("Nothing is wrong"))
        let taken = try fixture.emptyDatabase(as: "tess")
        try fixture.run("people add tess --role staff --login tess")
        #expect(try fixture.problem("relocate --to \(taken)")?.what == "this account is tess's already")
        #expect(try fixture.problem("--registry \(taken) find")?.kind == .noInput, "nothing is there")
    }

    @Test func whatIsThereIsRefused() throws {
        let server = try fixture.emptyDatabase(), file = fixture.folder.appending(path: "copy").path
        for place in [server, file] {
            try fixture.run("relocate --to \(place)")
            let there = try everything(place)
            #expect(try fixture.problem("relocate --to \(place)")?.kind == .cannotCreate)
            #expect(try everything(place) == there)
        }
        #expect(try fixture.problem("relocate --to \(fixture.folder.path)/no/such/folder")?.kind == .cannotCreate)
    }

    @Test func moveToAPlaceIsTheSame() throws {
        let file = fixture.folder.appending(path: "moved").path
        #expect(try fixture.run("move --to \(file) --quiet").contains("nothing is wrong"))
        #expect(try everything(file) == everything(nil))
        #expect(try fixture.problem("move P1 triaged --to \(file).too")?.kind == .usage)
    }

    @Test func onlyAnAdminMovesIt() throws {
        let server = try fixture.emptyDatabase()
        #expect(try fixture.problem("relocate --to \(server)", as: "lead")?.kind == .notPermitted)
        #expect(try fixture.problem("--registry \(server) find")?.kind == .noInput)
    }

    @Test func aPasswordIsRefusedAndRepeatedNowhere() throws {
        let places = [
            "postgres://me:hush@host/db", "postgres://host/db?password=hush", "POSTGRES:/me:hush@host/db", "postgres:me:hush@host/db", "'dbname=x password=hush'", "'host=/x pass=hush'",
            "'postgres:///x?host=/y&%70assword=hush'", "postgres:///x?sslpassword=hush", "' postgres://me:hush@host'", "mysql://me:hush@host/db",
        ]
        let before = try FileManager.default.contentsOfDirectory(atPath: FileManager.default.currentDirectoryPath).sorted()
        for place in places {
            for command in ["relocate", "move"] {
                let problem = try #require(try fixture.problem("\(command) --to \(place)"))
                #expect(problem.kind == .usage && !"\(problem)".contains("hush"), "\(place)")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: FileManager.default.currentDirectoryPath).sorted() == before)
    }

    @Test(arguments: [Moved.Part.innovations, .contributions, .entries, .imports, .drafts])
    func whereItIsStoppedNothingIsThere(_ part: Moved.Part) throws {
        let server = try fixture.emptyDatabase(), file = fixture.folder.appending(path: "stopped").path
        let registry = try fixture.registry()
        for place in [server, file] {
            #expect(throws: Problem.self) {
                _ = try registry.move(to: Fixture.destination(place), as: fixture.actor("admin")) { here, _, _ in
                    if here == part { throw Problem(.interrupted, "stopped") }
                }
            }
            #expect(try fixture.problem("--registry \(place) find")?.kind == .noInput)
            #expect(try fixture.problem("--registry \(place) find")?.what.contains("home") == false, "not even tables")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path).filter { $0.hasSuffix(".new") }.isEmpty)
    }
}
