import Fixture
import RegistryCore
import RegistryShell
import Testing

@Suite("What the prompt remembers") struct WorkingMemoryTests {
    private let fixture: Fixture
    private let shell: Shell
    private let session: Session

    init() throws {
        fixture = try Fixture(founding: true, answers: [])
        (shell, session) = try fixture.shell(as: "lead")
        session.recent.isKept = true
        session.recent.list = [Reference(4), Reference(2), Reference(6)]
    }

    private func problem(_ line: String) -> Problem? {
        do {
            try shell.run(line: line)
            return nil
        } catch { return error as? Problem }
    }

    /// Every command that takes an innovation takes a row of the last list, and makes it what `.` means.
    @Test(arguments: [
        "show 2", "history 2", "rate 2 4 --why good", "comment 2 'Well done'", "similar 2", "tag 2 +bus", "promote 2 --explain", "own 2 --person ben",
        "sponsor 2 --person ben", "evidence list 2", "ladder 2", "adoptions 2", "adopt 2 --site Moss", "follow 2", "share 2 --with ben", "edit 2 --set team=North", "park 2 --reason later",
        "move 2 parked --reason later", "evidence add 2 --kind observation --strength 1 --direction better --finding 'two rode' --source visit",
    ])
    func rowsOfTheLastListAreReferences(_ line: String) throws {
        try shell.run(line: line)
        #expect(session.recent.current == Reference(2), "\(line)")
        // `.` is the same one; what may be said once only is refused for itself.
        #expect(problem(line.replacing(" 2", with: " ."))?.kind != .usage, "\(line)")
    }

    @Test func rangesMeanRowsAndReferences() throws {
        try shell.run(line: "tag 1-3 +punctual --yes")
        for number in [4, 2, 6] { #expect(try session.registry().innovation(number, for: session.viewer()).tags.contains("punctual")) }
        try shell.run(line: "tag P1-P2 +walking --yes")
        #expect(try session.registry().innovation(1, for: session.viewer()).tags.contains("walking"))
    }

    @Test(arguments: [
        ("show 9", "the last list has 3 rows"), ("show 0", "the last list has 3 rows"), ("tag 3-1 +bus", "lower to a higher row"), ("tag 2-9 +bus", "the last list has 3 rows"),
        ("show wet", "this is no reference"), ("tag P5-P2 +bus", "lower to a higher number"),
    ])
    func badOnesExplain(_ line: String, _ what: String) {
        #expect(problem(line)?.what.contains(what) == true, "\(String(describing: problem(line)))")
    }

    @Test func aListThatFoundNothingLeavesNoRows() throws {
        try shell.run(line: "find zzzz")
        #expect(problem("show 1")?.what == "there is no list yet whose row this could be")
    }

    @Test func rowsOfOtherListsAreNoInnovations() throws {
        try shell.run(line: "tags")
        try shell.run(line: "people")
        try shell.run(line: "show 2")
        try shell.run(line: "batches")
        #expect(problem("show 1")?.what == "the rows of the last list are no innovations")
        try shell.run(line: "find bus")
        try shell.run(line: "show 1")
        try shell.run(line: "evidence add P1 --kind observation --strength 1 --direction better --finding 'two rode' --source visit")
        try shell.run(line: "evidence list")
        #expect(problem("rate 1 4")?.what.contains("no innovation but on one") == true)
        try shell.run(line: "evidence assess P1.E1 --strength 1")
    }

    @Test func aShellsSingleCommandRemembersNothing() {
        session.recent.isKept = false
        #expect(problem("show 2")?.nearest == "P2")
    }

    @Test func marksWithinAWordOfASelectionArePartOfIt() throws {
        try shell.run(line: "edit P2 --set area='Learning disability'")
        try shell.run(line: "find area:\"Learning disability\" by:me")
        try shell.run(line: "find area:\"Learning disability\"")
        #expect(session.recent.list.contains(Reference(2)))
        try shell.run(line: "find area:'Learning disability'")
        #expect(session.recent.list.contains(Reference(2)))
    }
}
