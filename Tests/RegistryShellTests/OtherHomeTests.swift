import Fixture
import Foundation
@testable import RegistryCore
@testable import RegistryShell
import Testing

/// Two homes number their innovations alike: what names another's must never reach one's own of that number.
@Suite("Another home's innovations") struct OtherHomeTests {
    private let fixture: Fixture
    private let shell: Shell
    private let session: Session
    private let store: any Store

    init() throws {
        fixture = try Fixture(founding: true, answers: ["y", "y", "y"])
        store = try fixture.registry().store
        let trafford = try #require(HomeName(rawValue: "trafford"))
        try store.write { writer in
            try writer.create(home: trafford, at: Date())
            for number in [2, 3] {
                let innovation = Innovation(
                    home: trafford, number: number, uid: UID(), submitter: "lea", stage: "submitted", visibility: .everyone, created: Date(), updated: Date(),
                    fields: ["title": .text("Trafford's number \(number)")])
                try writer.insert(innovation)
                try writer.index(SearchText(innovation), of: number, in: trafford)
                try writer.put(
                    Contribution(
                        home: trafford, uid: UID(), kind: "evidence", subject: innovation.subject, origin: innovation.subject, innovation: number, ordinal: 1, author: "lea",
                        payload: ["kind": "observation", "strength": 1, "direction": "better", "finding": "seen there"], created: Date(), updated: Date()),
                    onePerAuthor: false)
            }
        }
        (shell, session) = try fixture.shell(as: "lead")
        session.recent.isKept = true
        session.options.home = HomeName.unnamed.rawValue
    }

    private func problem(_ line: String) -> Problem? {
        do {
            try shell.run(line: line)
            return nil
        } catch { return error as? Problem }
    }

    /// Everything that takes an innovation: by its reference, as a row of what `find --everywhere` lists, and as what was shown.
    private static let lines = [
        "edit @ --set title=x", "edit @ --visibility me", "edit @", "comment @ 'Well done'", "history @", "rate @ 4 --why good", "similar @", "tag @ +bus", "tag P1 @ +bus",
        "promote @", "promote @ --explain", "move @ parked --reason later", "park @ --reason later", "decline @ --reason no", "withdraw @", "own @ --person ben",
        "sponsor @ --person ben", "review assign @ --to lead", "evidence list @", "ladder @", "adoptions @", "adopt @ --site Moss", "follow @", "share @ --with ben",
        "clear @ --reason fine", "tags proposals --decline @",
        "evidence add @ --kind observation --strength 1 --direction better --finding 'two rode' --source visit",
    ]

    @Test(arguments: lines)
    func isOnlyLookedAt(_ line: String) throws {
        let before = try state()
        let named = problem(line.replacing("@", with: "trafford:P2"))
        #expect(named?.kind == .refused && named?.value == "trafford:P2", "\(line): \(String(describing: named))")
        #expect(named?.next?.contains("show trafford:P2") ?? false)
        try shell.run(line: "find Trafford --everywhere")
        let row = try #require(session.recent.list.firstIndex(of: Reference(2, home: HomeName(rawValue: "trafford"))))
        #expect(problem(line.replacing("@", with: "\(row + 1)"))?.kind == .refused, "\(line)")
        try shell.run(line: "show \(row + 1)")
        #expect(problem(line.replacing("@", with: "."))?.kind == .refused, "\(line)")
        #expect(try state() == before)
    }

    @Test(arguments: ["trafford:P2-P3", "trafford:P2-trafford:P3", "P2-trafford:P3"])
    func rangesNameNoneOfOurs(_ range: String) throws {
        let before = try state()
        #expect(problem("tag \(range) +bus --yes")?.kind == .refused)
        #expect(try state() == before)
    }

    @Test(arguments: ["evidence assess trafford:P2.E1 --strength 2", "evidence retract trafford:P2.E1", "adopt trafford:P2.A1 --confirm"])
    func whatIsOnThemIsOnlyLookedAt(_ line: String) throws {
        #expect(problem(line)?.value == "trafford:P2.\(line.contains("E1") ? "E1" : "A1")")
        #expect(problem(line)?.kind == .refused)
    }

    @Test func theirPageSaysWhoseItIsAndProposesNothing() throws {
        let page = try fixture.run("show trafford:P2 --home home", as: "lead")
        #expect(page.contains("trafford:P2 Trafford's number 2") && page.contains("trafford:P2.E1") && page.contains("seen there"))
        #expect(page.replacing("trafford:P2", with: "").firstRange(of: /P[0-9]/) == nil, "\(page)")
        #expect(!page.contains("Next") && !page.contains("edit "))
        #expect(try fixture.json("show trafford:P2 --home home", as: "lead")["evidence"]?.array?.first?["ref"] == "trafford:P2.E1")
        #expect(problem("show trafford:P9")?.value == "trafford:P9")
        #expect(problem("show nowhere:P2")?.kind == .noInput)
    }

    @Test func onesOwnMayCarryTheHomesName() throws {
        let home = try session.registry().home
        try shell.run(line: "tag \(home):P2-\(home):P3 +punctual --yes")
        try shell.run(line: "show \(home):P2")
        #expect(session.recent.current == Reference(2))
        #expect(try session.registry().innovation(2, for: session.viewer()).tags.contains("punctual"))
    }

    @Test func aPluginThatGoesByTheirRecordsIsRefusedToo() throws {
        let registry = try session.registry(), viewer = try session.viewer()
        let theirs = try registry.page(ofAnyHome: #require(Reference("trafford:P2")), for: viewer)
        #expect(theirs.isOfAnotherHome)
        let lead = try session.actor().person
        #expect(!registry.mayEdit(theirs.innovation, lead) && !registry.mayTag(theirs.innovation, lead))
        #expect(throws: Problem.self) { try registry.innovation(registry.reference(of: theirs.innovation), for: viewer) }
        #expect(throws: Problem.self) { try registry.contribution(#require(registry.reference(of: theirs.contributions[0])), for: viewer) }
    }

    /// All that can be changed, as it stands.
    private func state() throws -> State {
        try store.read { reader in
            var state = State()
            for home in try reader.homes() {
                let all = Query(viewer: Viewer(Person(home: home, name: "x", role: .admin, created: .distantPast)), order: .number)
                state.innovations += try reader.find(all).map(\.innovation)
                state.batches += try reader.batches(of: home, by: nil, before: nil, limit: nil).map(\.uid)
            }
            state.contributions = try state.innovations.flatMap { try reader.contributions(on: $0.number, in: $0.home) }
            return state
        }
    }

    private struct State: Equatable {
        var innovations: [Innovation] = []
        var contributions: [Contribution] = []
        var batches: [UID] = []
    }
}
