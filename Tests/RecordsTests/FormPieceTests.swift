import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import RecordsPlugin

/// The pieces of a form by themselves.
@Suite struct FormPieceTests {
    private func field(_ name: String) throws -> FieldDefinition { try Fixture().registry().configuration.fields.field(name) }

    @Test(arguments: [20, 39, 59, 79, 120]) func choicesFitTheirWidth(_ width: Int) throws {
        for plain in [false, true] {
            let choices = FieldChoices(field: try field("area"))
            let lines = choices.lines(width: width, plain: plain)
            #expect(lines.allSatisfy { $0.displayWidth <= width })
            for choice in choices.field.choices where width > 30 { #expect(lines.contains { $0.contains(choice) }, "\(choice) is in one piece") }
        }
    }

    @Test(arguments: [("10", "Learning disability"), ("0", "0"), ("99", "99"), ("Carers", "Carers")]) func aNumberMeansItsValue(_ typed: String, _ meant: String) throws {
        #expect(FieldChoices(field: try field("area")).meant(typed) == meant)
    }

    @Test(arguments: [("1 3", "support, development"), ("2,sharing", "sharing, sharing"), ("3; 1", "development, support")]) func ofAListSeveral(_ typed: String, _ meant: String) throws {
        #expect(FieldChoices(field: try field("support")).meant(typed) == meant)
    }

    @Test func numbersOfAnOpenListAreAnswersThemselves() throws {
        #expect(FieldChoices(field: try field("tags")).meant("2") == "2")
    }

    @Test(arguments: [
        ("learning d", ["Learning disability"]), ("CHILDREN IN", ["Children in care"]), ("disability", ["Learning disability", "Physical disability"]), ("zebra", []),
    ]) func tabCompletesWhateverTheCase(_ typed: String, _ values: [String]) throws {
        let fixture = try Fixture()
        let completion = ValueCompleter(try field("area"), try fixture.shell().1).completion(of: typed, at: typed.count)
        #expect(completion.candidates.map(\.value) == values)
        #expect(completion.start == 0 && completion.isText)
    }

    @Test func steeringIsReadAloneAndBehindAnAnswer() {
        #expect(Steering.read(" :back ", behind: "") == .steers(.back))
        #expect(Steering.read(":q", behind: "") == .steers(.quit))
        #expect(Steering.read(":s", behind: "") == .unknown(":s", nearest: nil))
        #expect(Steering.read(":)", behind: "") == .text)
        #expect(Steering.read("Night bus:back", behind: "Night bus") == .steers(.back))
        #expect(Steering.read("Night bus :edit", behind: "Night bus") == .steers(.edit))
        #expect(Steering.read("Night bus ?", behind: "Night bus") == .steers(.example))
        #expect(Steering.read("Night bus?", behind: "Night bus") == .questionMark)
        #expect(Steering.read("Night bus:east", behind: "Night bus") == .text)
        #expect(Steering.read("Night bus:bakc", behind: "Night bus") == .unknown(":bakc", nearest: ":back"))
        #expect(Steering.read("of :quit", behind: "") == .text)
        #expect(Steering.read("a\n:quit", behind: "") == .text)
        #expect(Steering.read(":quit\n:quit", behind: "") == .text)
    }

    @Test func aLongAnswerKeepsItsParagraphs() {
        var answer = LongAnswer("One\n\n\nTwo\nThree")
        #expect(answer.next == "One")
        answer.take("First")
        #expect(answer.next == "Two" && answer.hasMore)
        answer.take("")
        #expect(answer.text == "First\n\n\nThree")
        answer.take("Three\nFour")
        #expect(!answer.hasMore && answer.text == "First\n\n\nThree\nFour")
    }

    @Test(arguments: [(0, "just now"), (61, "1 minute ago"), (7200, "2 hours ago"), (86400 * 3, "3 days ago"), (86400 * 20, "2 weeks ago"), (86400 * 90, "3 months ago"), (-50, "just now")])
    func agoIsInWords(_ seconds: Int, _ words: String) {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(Ago.words(now.addingTimeInterval(-Double(seconds)), now: now) == words)
    }
}
