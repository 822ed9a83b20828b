import Fixture
import RegistryCore
import Testing

@Suite("undo")
struct UndoTests {
    @Test("takes a submission back: withdrawn, with its number kept")
    func submission() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        let json = try fixture.json("undo --yes", as: "ana")
        #expect(json == ["batch": 4, "undid": 3, "restored": ["P1: withdrawn"], "left": []])
        #expect(try fixture.innovation(1).stage == "withdrawn")
        #expect(try fixture.run("find --count", as: "ana").contains("0"))
        #expect(try fixture.submit("Walking club").first?.number == 2)
    }

    @Test("what others added to a submission stays with it")
    func othersAdditions() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.perform([rating(4, on: 1)], as: "ben")
        try fixture.run("undo --yes", as: "ana")
        #expect(try fixture.contributions(on: 1).map(\.withdrawn) == [false])
    }

    @Test("sets each thing back that is as it was left", arguments: [
        Operation.revise(1, ["title": .text("Other"), "who": .text("Everybody")]), .tag(1, add: ["walking"], remove: ["transport"]),
        .move(1, to: "parked", reason: "no time"), .show(1, to: .team), rating(2, on: 1),
        .put(PersonChange(name: "ben", role: .lead, team: "North")),
        .configure(name: "tags", text: "version: 1\ntags: []\n"),
    ])
    func setBack(operation: Operation) throws {
        let fixture = try Fixture()
        try fixture.perform([.submit(Draft(fields: ["title": .text("Bus buddies")], tags: ["transport"]))], as: "ana")
        func state() throws -> [String] {
            let innovation = try fixture.innovation(1)
            let ben = try fixture.registry().person("ben")
            return [
                innovation.title, innovation.fields["who"]?.text ?? "", innovation.tags.joined(), innovation.stage, innovation.visibility.rawValue,
                try fixture.contributions(on: 1).filter { !$0.withdrawn }.map(\.payload.line).joined(), ben.role.rawValue, ben.team ?? "",
                try fixture.registry().configuration.documents["tags"]?.text ?? "",
            ]
        }
        let before = try state()
        try fixture.perform([operation], as: "admin")
        #expect(try state() != before)
        let json = try fixture.json("undo --yes")
        #expect(try state() == before)
        #expect(json["left"] == [] && json["restored"]?.array?.isEmpty == false)
        #expect(try fixture.troubles().isEmpty)
        // An undo is undone too.
        try fixture.run("undo --batch \(json["batch"]?.integer ?? 0) --yes")
        #expect(try state() != before)
        #expect(try fixture.troubles().isEmpty)
    }

    @Test("later changes stay, and are listed", arguments: [
        (Operation.revise(1, ["title": .text("Other"), "who": .text("All")]), Operation.revise(1, ["title": .text("Later")]), "P1: title was changed since, and stays"),
        (.move(1, to: "parked", reason: "no time"), .move(1, to: "declined", reason: "never"), "P1: stage was changed since, and stays"),
        (.show(1, to: .team), .show(1, to: .me), "P1: visibility was changed since, and stays"),
        (rating(2, on: 1), rating(3, on: 1), "rating on P1: it was changed since, and stays"),
        (.put(PersonChange(name: "ben", role: .lead)), .put(PersonChange(name: "ben", role: .admin)), "ben: was changed since, and stays"),
    ])
    func laterStays(first: Operation, later: Operation, left: String) throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        let batch = try fixture.perform([first], as: "admin").batch?.number ?? 0
        try fixture.perform([later], as: "admin")
        let json = try fixture.json("undo --batch \(batch) --yes")
        #expect(json["left"] == [.string(left)])
        #expect(try fixture.innovation(1).fields["who"] == nil)
        #expect(try fixture.troubles().isEmpty)
    }

    @Test("only the tags that the batch put on or took away")
    func tags() throws {
        let fixture = try Fixture()
        try fixture.perform([.submit(Draft(fields: ["title": .text("Bus buddies")], tags: ["a1", "b1"]))], as: "ana")
        try fixture.perform([.tag(1, add: ["c1"], remove: ["a1"])], as: "lead")
        try fixture.perform([.tag(1, add: ["d1"], remove: [])], as: "lead")
        try fixture.run("undo --batch 4 --yes", as: "lead")
        #expect(try fixture.innovation(1).tags == ["a1", "b1", "d1"])
    }

    @Test("a rating that was changed goes back to what it was before")
    func changedRating() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.perform([rating(4, on: 1)], as: "ben")
        try fixture.perform([rating(1, on: 1)], as: "ben")
        try fixture.run("undo --yes", as: "ben")
        #expect(try fixture.contributions(on: 1).map { $0.payload["stars"] } == [4])
        try fixture.run("undo --yes", as: "ben")
        #expect(try fixture.contributions(on: 1).map(\.withdrawn) == [true])
        let problem = try fixture.problem("undo --yes", as: "ben")
        #expect(problem?.kind == .refused && problem?.next == "batches")
    }

    @Test("somebody else's batch takes a lead")
    func others() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        #expect(try fixture.problem("undo --batch 3 --yes", as: "ben")?.kind == .notPermitted)
        try fixture.run("undo --batch 3 --yes", as: "lead")
        let problem = try fixture.problem("undo --batch 3 --yes", as: "lead")
        #expect(problem?.kind == .refused && problem?.next == "undo --batch 4, to have it again")
        #expect(try fixture.problem("undo --batch 99 --yes", as: "lead")?.kind == .noInput)
    }

    @Test("says what it takes back, and asks", arguments: ["n", "", "^D", "y"])
    func asks(answer: String) throws {
        let fixture = try Fixture(answers: [answer])
        try fixture.submit("Bus buddies")
        let said = try fixture.run("undo", as: "ana")
        #expect(fixture.messages.joined(separator: " ").contains("This takes back what you did just now (batch 3): put in P1 Bus buddies."))
        #expect(fixture.messages.joined(separator: " ").contains("becomes withdrawn and keeps its number"))
        #expect(try fixture.innovation(1).stage == (answer == "y" ? "withdrawn" : "submitted"))
        #expect(said.contains("Nothing was taken back.") == (answer != "y"))
    }

    @Test("says each thing in words", arguments: [
        (Operation.tag(1, add: ["walking"], remove: []), "tagged P1 Bus buddies +walking."), (.move(1, to: "parked", reason: "no time"), "moved P1 Bus buddies to parked."),
        (.revise(1, ["title": .text("Other"), "who": .text("All")]), "edited P1 Other (title, who)."), (rating(2, on: 1), "rated it 2 (P1 Bus buddies)."),
        (.put(PersonChange(name: "ben", role: .lead)), "ben: role: “staff” became “lead”."),
    ])
    func words(operation: Operation, expected: String) throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.perform([operation], as: "admin")
        _ = try fixture.problem("undo")
        #expect(fixture.messages.joined(separator: " ").hasSuffix(expected))
    }

    @Test("what somebody changed since is named before the question")
    func foretold() throws {
        let fixture = try Fixture(answers: ["n"])
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.perform([.tag(1, add: ["walking"], remove: []), .tag(2, add: ["walking"], remove: [])], as: "lead")
        try fixture.perform([.tag(2, add: [], remove: ["walking"])], as: "admin")
        let before = try fixture.registry().batches().count
        try fixture.run("undo", as: "lead")
        #expect(fixture.messages.joined(separator: " ").contains("tagged 2 innovations +walking (P1 Bus buddies, P2 Walking club)."))
        #expect(fixture.messages.suffix(2) == ["It leaves as it is:", "- P2: tags was changed since, and stays"])
        #expect(try fixture.registry().batches().count == before && fixture.innovation(1).tags == ["walking"], "foretelling does nothing")
    }

    @Test("without a person to ask, it names --yes")
    func unattended() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        #expect(try fixture.problem("undo", as: "ana")?.next == "add --yes")
        #expect(try fixture.innovation(1).stage == "submitted")
    }

    @Test("many are counted, not listed")
    func bulk() throws {
        let fixture = try Fixture()
        try fixture.perform((1...30).map { .submit(Draft(fields: ["title": .text("Idea \($0)")])) }, as: "ana")
        let said = try fixture.run("undo --yes", as: "ana")
        #expect(fixture.messages.joined(separator: " ").contains("(batch 3): put in 30 innovations (P1 to P30)."))
        #expect(said.contains("- P1: withdrawn") && said.contains("- and 10 more"))
        let json = try fixture.json("undo --batch 4 --yes", as: "ana")
        #expect(json["restored"]?.array?.count == 30)
    }

    @Test("the last admin is not undone")
    func lastAdmin() throws {
        let fixture = try Fixture()
        try fixture.run("people set ben --role admin")
        try fixture.run("people set admin --role lead", as: "ben")
        #expect(try fixture.problem("undo --batch 3 --yes", as: "ben")?.kind == .refused)
        #expect(try fixture.problem("undo --batch 3 --yes", as: "admin")?.kind == .notPermitted)
    }
}
