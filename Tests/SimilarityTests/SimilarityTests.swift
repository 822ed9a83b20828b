import Fixture
import RegistryCore
import RegistryShell
import Testing

@testable import SimilarityPlugin

struct SimilarityCheckTests {
    private let passage = Passage(purpose: .submission, texts: [
        LabelledText("title", "Learning to travel on ordinary buses, with a plan for wet days"),
        LabelledText("problem", "Adults with a learning disability depended on the minibus or on their family for each journey, and went only where the minibus went."),
        LabelledText("change", "A trainer makes the actual journey on ordinary buses with them and steps back a little every time, until they travel alone. It covers heavy rain, a full bus, and a bus that cannot take a wheelchair."),
        LabelledText("who", "Adults with a learning disability"),
    ])

    private func notes(_ passages: [Passage], _ fixture: Fixture, as person: String = "ana") throws -> [[Finding]] {
        try SimilarityCheck().examine(passages, CheckSetting(registry: fixture.registry(), viewer: fixture.actor(person).viewer))
    }

    @Test func namesADisturbedCopy() throws {
        let fixture = try Fixture(founding: true)
        let found = try #require(try notes([passage], fixture).first)
        #expect(found.map(\.related) == [[Reference(1)]])
        let note = try #require(found.first)
        #expect(note.severity == .note && note.message.hasPrefix("P1 “Travel training on public transport") && note.message.contains("looks similar (shared: "))
    }

    @Test func leavesNeighboursAlone() throws {
        let fixture = try Fixture(founding: true)
        let neighbours = [
            ("Lunch on the bus", "People at the day service ate alone.", "Once a week the minibus takes all of them to a cafe.", "Adults with a learning disability"),
            ("Wheelchair check-up", "Wheelchairs broke down and nobody knew whom to ring.", "A mechanic comes to the centre on the first Monday.", "Wheelchair users"),
            ("Court-day breakfast", "Mothers came to court on an empty stomach.", "We meet at eight and walk there together.", "Mothers whose children may be removed"),
        ].map { Passage(purpose: .submission, texts: [LabelledText("title", $0.0), LabelledText("problem", $0.1), LabelledText("change", $0.2), LabelledText("who", $0.3)]) }
        #expect(try notes(neighbours, fixture).allSatisfy(\.isEmpty))
    }

    @Test func respectsTheViewerAndThePurpose() throws {
        let fixture = try Fixture()
        let fields: Fields = ["title": .text(passage.texts[0].text), "problem": .text(passage.texts[1].text), "change": .text(passage.texts[2].text)]
        try fixture.registry().perform([.submit(Draft(fields: fields, visibility: .me))], as: fixture.actor("ana"), command: "submit")
        #expect(try notes([passage], fixture, as: "ben") == [[]])
        #expect(try notes([passage], fixture, as: "ana").first?.count == 1)
        var imported = passage
        imported.purpose = .imported
        #expect(try notes([imported, imported], fixture).map(\.count) == [1, 1])
        for purpose in [Passage.Purpose.revision, .contribution, .draft, .remark] {
            var other = passage
            other.purpose = purpose
            #expect(try notes([other], fixture) == [[]])
        }
        #expect(try SimilarityCheck().examine([passage], CheckSetting(registry: nil, viewer: nil)) == [[]])
        #expect(try notes([Passage(purpose: .submission, texts: [])], fixture) == [[]])
    }

    @Test func isToldOnSubmission() throws {
        let fixture = try Fixture(founding: true)
        let words = passage.texts.map { "--set \"\($0.label)=\($0.text)\"" }.joined(separator: " ")
        try fixture.run("submit \(words)", as: "ana")
        #expect(fixture.messages.joined(separator: " ").contains("P1 “Travel training"))
        // It is saved all the same, and each is on the other's page.
        #expect(try fixture.run("show P9", as: "ben").contains("P1 Travel training"))
        #expect(try fixture.json("show P1", as: "ben")["similar"]?.array?.first?["ref"] == "P9")
    }
}

struct SimilarCommandTests {
    @Test func byAText() throws {
        let fixture = try Fixture(founding: true)
        let rows = try #require(try fixture.json("similar 'travel training in the rain'", as: "ben").array)
        let first = try #require(rows.first)
        #expect(first["ref"] == "P1" && first["score"] == 1 && first["stage"] == "triaged")
        #expect(Set(first["shared"]?.array?.compactMap(\.string) ?? []) == ["travel", "training", "rain"])
        #expect(try fixture.json("similar travel training --limit 1", as: "ben").array?.count == 1)
        #expect(try fixture.run("similar travel training", as: "ben").contains("Shared words"))
        #expect(try fixture.json("similar xylophone", as: "ben") == [])
    }

    @Test func byAnInnovation() throws {
        let fixture = try Fixture(founding: true)
        let rows = try #require(try fixture.json("similar P1", as: "ben").array)
        #expect(!rows.contains { $0["ref"] == "P1" })
        #expect(rows.allSatisfy { ($0["score"]?.number ?? 1) < 0.5 })
    }

    @Test func whatIsRefused() throws {
        let fixture = try Fixture(founding: true)
        #expect(try fixture.problem("similar the of and")?.kind == .usage)
        #expect(try fixture.problem("similar P99")?.kind == .noInput)
        #expect(try fixture.problem("similar bus --limit 0")?.kind == .usage)
        #expect(try fixture.problem("similar")?.kind == .usage)
    }
}

struct TellingWordsTests {
    @Test(arguments: [
        ("journeys", "journey"), ("trained", "training"), ("families", "family"), ("buses", "bus"), ("planning", "plans"), ("matched", "matching"),
        ("houses", "housing"), ("addresses", "address"), ("tried", "tries"), ("calling", "calls"),
    ])
    func oneStem(one: String, other: String) { #expect(Stem.of(one) == Stem.of(other)) }

    @Test(arguments: [("bus", "busy"), ("care", "career"), ("thing", "this"), ("sing", "single")])
    func twoStems(one: String, other: String) { #expect(Stem.of(one) != Stem.of(other)) }

    @Test func words() {
        #expect(TellingWords(["The café's 3 buses, and a BUS in 2016!", "wet-day"]).all.map(\.word) == ["cafe", "buses", "wet", "day"])
        #expect(TellingWords([String(repeating: "word ", count: 10_000)]).all.count == 1)
        #expect(TellingWords([(1...500).map { "w\($0)" }.joined(separator: " ")]).all.count == TellingWords.most)
        #expect(TellingWords([]).all.isEmpty)
    }
}
