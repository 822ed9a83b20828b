import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import SharingPlugin

/// A registry in which ana has put in as many innovations as there are titles.
private func filled(_ titles: String..., visibility: Visibility = .home) throws -> Fixture {
    let fixture = try Fixture()
    let drafts = titles.map { title in
        Operation.submit(Draft(fields: ["title": .text(title), "problem": .text("It rained"), "change": .text("We wait together"), "who": .text("People")], visibility: visibility))
    }
    try fixture.registry().perform(drafts, as: fixture.actor("ana"), command: "submit")
    return fixture
}

struct ShareTests {
    @Test func withSomebody() throws {
        let fixture = try filled("Wet day")
        #expect(try fixture.run("share P1 --with BEN --note \"For Thursday?\"", as: "ana") == "P1 is shared: in ben's inbox.\n")
        let item = try #require(try fixture.json("inbox", as: "ben").array?.first)
        #expect(item["ref"] == "P1" && item["by"] == "ana" && item["kind"] == "share" && item["note"] == "For Thursday?" && item["unread"] == true)
        // A note is for one: others see that it was shared, not what was said.
        #expect(try fixture.run("show P1", as: "ben").contains("For Thursday?"))
        #expect(try fixture.run("show P1", as: "ana").contains("with ben: For Thursday?"))
        #expect(try !fixture.run("show P1", as: "lead").contains("Thursday"))
        #expect(try !fixture.run("history P1", as: "lead").contains("Thursday"))
    }

    @Test func withSeveral() throws {
        let fixture = try filled("Wet day")
        let json = try fixture.json("share P1 --with ben --with lead --with Ben", as: "ana")
        #expect(json["with"] == ["ben", "lead"] && json["delivered"] == ["in ben's inbox", "in lead's inbox"])
        #expect(try fixture.json("inbox", as: "lead").array?.count == 1)
        let page = try fixture.registry().page(1, for: fixture.actor("ana").viewer)
        #expect(page.contributions(of: "share").compactMap { page.registry.reference(of: $0)?.description }.sorted() == ["P1.S1", "P1.S2"])
    }

    @Test func whatIsRefused() throws {
        let fixture = try filled("Wet day")
        #expect(try fixture.problem("share P1 --with bne", as: "ana")?.nearest == "ben")
        #expect(try fixture.problem("share P1 --with ana", as: "ana")?.kind == .usage)
        #expect(try fixture.problem("share P1", as: "ana")?.kind == .usage)
        #expect(try fixture.problem("share P1 --to fiel:x.md", as: "ana")?.nearest == "file")
        #expect(try fixture.problem("share P1 --to inbox", as: "ana")?.next == "share P1 --with SOMEBODY")
        #expect(try fixture.problem("share P2 --with ben", as: "ana")?.kind == .noInput)
        #expect(try fixture.problem("share P1 --with ben --note \"NHS number 999 000 0018\"", as: "ana")?.kind == .refused)
        #expect(try fixture.json("inbox", as: "ben") == [])
    }

    @Test func whatTheReceiverMayNotSee() throws {
        let fixture = try filled("Wet day", visibility: .me)
        let json = try fixture.json("share P1 --with ben --with lead", as: "ana")
        #expect(json["not_seen_by"] == ["ben"])
        #expect(fixture.messages.joined(separator: " ").contains("ben cannot see P1 yet"))
        #expect(try fixture.json("inbox", as: "ben") == [])
        try fixture.run("inbox", as: "ben")
        // Once it can be seen, the share is there, even though the inbox was read meanwhile.
        try fixture.registry().perform([.show(1, to: .home)], as: fixture.actor("lead"), command: "edit")
        #expect(try fixture.json("inbox", as: "ben").array?.first?["kind"] == "share")
    }

    @Test func whatIsHeldStaysIn() throws {
        let fixture = try filled("Wet day")
        try fixture.run("share P1 --with ben --note \"ring 07700 900123\" --keep \"my own desk\"", as: "lead")
        #expect(fixture.messages.joined(separator: " ").contains("until a lead clears it"))
        try fixture.run("inbox", as: "ben")
        #expect(try fixture.json("inbox", as: "ben") == [])
        #expect(try fixture.problem("clear P1", as: "lead")?.kind == .refused, "nobody clears what they added themselves")
        try fixture.run("clear P1", as: "admin")
        #expect(try fixture.json("inbox", as: "ben").array?.count == 1)
    }
}

struct FileChannelTests {
    @Test func addsPages() throws {
        let fixture = try filled("Wet day *plan*", "Second")
        let path = fixture.folder.appending(path: "out.md").path
        try fixture.run("share P1 --to file:\(path) --note \"<b>look</b>\"", as: "ben")
        try fixture.run("share P2 --to file:\(path) --with lead", as: "ben")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("## P1  Wet day \\*plan\\*\n") && text.contains("## P2  Second\n"))
        #expect(text.contains("> ben: \\<b\\>look\\</b\\>") && text.contains("It rained"))
        #expect(try fixture.json("inbox", as: "lead").array?.count == 1)
    }

    @Test func pathsThatCannotBe() throws {
        let fixture = try filled("Wet day")
        let batches = try fixture.registry().batches().count
        #expect(try fixture.problem("share P1 --to file", as: "ben")?.kind == .usage)
        #expect(try fixture.problem("share P1 --to file:\(fixture.folder.path)", as: "ben")?.kind == .cannotCreate)
        #expect(try fixture.problem("share P1 --to file:\(fixture.folder.path)/no/out.md", as: "ben")?.kind == .cannotCreate)
        #expect(try fixture.registry().batches().count == batches)
    }
}

struct FollowTests {
    @Test func beginsAndEnds() throws {
        let fixture = try filled("Wet day")
        #expect(try fixture.json("follow P1", as: "ben")["following"] == true)
        #expect(try fixture.run("follow P1", as: "ben") == "You follow P1 already.\n")
        #expect(try fixture.json("follow", as: "ben").array?.first?["ref"] == "P1")
        #expect(try fixture.json("follow", as: "lead") == [])
        #expect(try fixture.json("follow P1 --stop", as: "ben")["following"] == false)
        #expect(try fixture.problem("follow P1 --stop", as: "ben")?.kind == .refused)
        #expect(try fixture.problem("follow P1", as: "ana")?.kind == .refused)
        #expect(try fixture.run("follow P1", as: "ben").hasPrefix("You follow P1:"))
    }

    @Test func whoChangesItIsTold() throws {
        let fixture = try filled("Wet day", "Second")
        try fixture.run("follow P1", as: "ben")
        try fixture.run("follow P1", as: "lead")
        #expect(!fixture.messages.joined().contains("follow P1 and"))
        try fixture.run("rate P1 4", as: "admin")
        #expect(fixture.messages.joined(separator: " ").contains("2 people follow P1 and find this in their inbox"))
        try fixture.run("rate P1 4", as: "ben")
        #expect(fixture.messages.joined(separator: " ").contains("1 person follows P1 and finds this in their inbox"))
        try fixture.run("tag P1 +falls", as: "admin")
        #expect(fixture.messages.isEmpty)
    }
}

struct InboxTests {
    @Test func newsOfWhatOneSubmittedOrFollows() throws {
        let fixture = try filled("Wet day", "Second")
        try fixture.run("follow P2", as: "ben")
        try fixture.run("rate P1 4 --why \"well done\"", as: "ben")
        try fixture.run("rate P2 2", as: "lead")
        try fixture.registry().perform([.move(2, to: "parked", reason: "wait for spring")], as: fixture.actor("lead"), command: "park")
        let ana = try #require(try fixture.json("inbox", as: "ana").array)
        #expect(ana.map { $0["ref"]?.string } == ["P2", "P2", "P1"])
        #expect(ana[0]["what"] == "stage: submitted → parked (wait for spring)" && ana[2]["what"] == "rated it 4: “well done”")
        #expect(try fixture.json("inbox", as: "ben").array?.map { $0["what"]?.string } == ["stage: submitted → parked (wait for spring)", "rated it 2"])
        #expect(try fixture.json("inbox", as: "lead") == [])
        try fixture.run("rate P2 --retract", as: "lead")
        #expect(try fixture.json("inbox", as: "ben").array?.count == 1)
    }

    @Test func isReadOnce() throws {
        let fixture = try filled("Wet day")
        try fixture.run("share P1 --with ben", as: "ana")
        // Programs look without reading.
        #expect(try fixture.json("inbox", as: "ben").array?.count == 1)
        #expect(try fixture.run("inbox", as: "ben").contains("shared it with you"))
        #expect(try fixture.run("inbox", as: "ben") == "")
        #expect(fixture.messages.first?.hasPrefix("nothing new for ben") == true)
        try fixture.run("share P1 --with ben --note again", as: "lead")
        #expect(try fixture.json("inbox", as: "ben").array?.map { $0["unread"] } == [true])
        #expect(try fixture.json("inbox --all", as: "ben").array?.map { $0["unread"]?.bool } == [true, false])
        #expect(try fixture.run("inbox --all", as: "ben").contains("again"))
        #expect(try fixture.json("inbox", as: "ben").array?.count == 1)
    }

    @Test func nothingIsMissedWhenOutputFails() throws {
        let fixture = try filled("Wet day")
        try fixture.run("share P1 --with ben", as: "ana")
        let (_, session) = try fixture.shell(as: "ben")
        let broken = Session(
            surroundings: session.surroundings, opener: session.opener, starter: session.starter, plugins: session.plugins, console: session.console,
            output: Output(result: { _ in throw Problem(.inputOutput, "the reader went away") }, message: { _ in }), options: session.options)
        #expect(throws: Problem.self) { try Shell(session: broken, commands: try Assembly(fixture.plugins).all(Command.self)).run(line: "inbox") }
        #expect(try fixture.run("inbox", as: "ben").contains("shared it with you"))
    }

    @Test func thoseWhoBroughtInMuch() throws {
        let fixture = try filled("Wet day")
        let drafts = (1...501).map { Operation.submit(Draft(fields: ["title": .text("Grant \($0)")])) }
        try fixture.registry().perform(drafts, as: fixture.actor("lead"), command: "import")
        try fixture.run("rate P9 3", as: "ben")
        try fixture.run("share P1 --with lead", as: "ana")
        #expect(try fixture.json("inbox", as: "lead").array?.map { $0["ref"]?.string } == ["P1", "P9"])
    }
}
