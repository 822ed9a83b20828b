import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@Suite("tour")
struct TourTests {
    /// The folder that a tour said its registry is in.
    private func place(of text: String) -> String? {
        text.firstMatch(of: #/\((\S+practice-tour-\S+)\/registry\)/#).map { String($0.1) }
    }

    @Test("without a person it prints every step and what it gives, and leaves nothing behind")
    func alone() throws {
        let fixture = try Fixture(founding: true)
        let before = try fixture.json("batches").array?.count
        let text = try fixture.run("tour", as: "ana")
        for number in 1...8 { #expect(text.contains("\(number) of 8: ")) }
        #expect(text.contains("Saved as P9") && text.contains("You rate P1 4") && text.contains("What next"))
        #expect(fixture.messages.allSatisfy { !$0.contains("there is no") }, "\(fixture.messages)")
        #expect(try fixture.json("batches").array?.count == before)
        let folder = try #require(place(of: text))
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("Enter has the line typed, skip and back go on and back, other lines run too")
    func walked() throws {
        let fixture = try Fixture(answers: ["", "skip", "back", "show P2", "stages", "show P99", "?", "", "quit"])
        let text = try fixture.run("tour", as: "ana")
        // The second step again after back, and the third, where four lines were typed before Enter.
        #expect(text.ranges(of: "2 of 8: ").count == 2 && text.ranges(of: "3 of 8: ").count == 2)
        #expect(text.contains("embedded"))
        #expect(fixture.messages.contains { $0.contains("there is no innovation") || $0.contains("P99") })
        #expect(fixture.messages.contains { $0.hasPrefix("That was no part of the tour") })
        #expect(text.contains("as far as step 4 of 8"))
    }

    @Test("any way out ends it, and nothing of the person's is touched", arguments: ["^C", "^D", "quit", ":quit", "exit"])
    func left(by answer: String) throws {
        let fixture = try Fixture(answers: ["submit --set title=Mine --set problem=p --set change=c --set who=w", answer])
        let text = try fixture.run("tour", as: "ana")
        let folder = try #require(place(of: text))
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(try fixture.run("find --count") == "0\n")
    }

    @Test("the tour goes to no other registry")
    func elsewhere() throws {
        let fixture = try Fixture(answers: ["find --registry /nowhere", "find --registry=/nowhere", "tour", "quit"])
        try fixture.run("tour", as: "ana")
        #expect(fixture.messages.filter { $0.contains("goes to no other") }.count == 2)
        #expect(fixture.messages.contains { $0.contains("this is the tour") })
    }

    @Test("what the prompt remembers is as it was")
    func memory() throws {
        let fixture = try Fixture(founding: true)
        let (shell, session) = try fixture.shell()
        session.recent.isKept = true
        try shell.run(line: "find bus")
        try shell.run(line: "show 1")
        let before = session.recent
        try shell.run(line: "tour")
        #expect(session.recent == before)
    }

    @Test("other formats give the steps")
    func json() throws {
        let steps = try Fixture().json("tour").array ?? []
        #expect(steps.count == 8 && steps.allSatisfy { $0["line"]?.string?.isEmpty == false })
    }
}
