import Fixture
import Foundation
import RegistryCore
import RegistryShell
import Testing

@testable import ConfidentialityPlugin

/// Settings of the plugin, as a home writes them.
private func check(_ yaml: String = "") throws -> ConfidentialityCheck {
    let extensions = try ConfidentialityPlugin().extensions(Settings(yaml: yaml, file: "confidentiality"))
    return try #require(extensions.compactMap { $0 as? ConfidentialityCheck }.first)
}

private func findings(_ texts: [LabelledText], _ yaml: String = "") throws -> [Finding] {
    try check(yaml).examine([Passage(purpose: .submission, texts: texts)], CheckSetting(registry: nil, viewer: nil))[0]
}

struct ConfidentialityCheckTests {
    @Test func saysWhereAndNeverWhat() throws {
        let text = "Café: NHS 999 000 0018"
        let finding = try #require(try findings([LabelledText("how", text)]).first)
        #expect(finding.severity == .block && finding.label == "how" && finding.replacement == "[NHS number removed]")
        #expect(finding.message == "this looks like an NHS number (99…)")
        let range = try #require(finding.range)
        #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == "999 000 0018")
        #expect(Finding.replace([finding], in: text) == "Café: NHS [NHS number removed]")
    }

    @Test(arguments: [
        ("JG 10 30 35 A", Finding.Severity.block), ("DOB 12/03/1987", .block), ("07700 900123", .warning), ("jo@example.org", .warning),
        ("M32 0TH", .warning),
    ])
    func standardPolicy(text: String, severity: Finding.Severity) throws {
        for label in ["title", "tags", "note"] { #expect(try findings([LabelledText(label, text)]).map(\.severity) == [severity]) }
    }

    @Test func aHomeSetsIt() throws {
        let yaml = "postcode: note\ntelephone: allow\nemail: block\n"
        let texts = [LabelledText("how", "M32 0TH, 07700 900123, jo@example.org, DOB 12/03/1987")]
        #expect(try findings(texts, yaml).map(\.severity) == [.note, .block, .block])
        for wrong in ["postcod: note", "postcode: ignore", "postcode: [note]"] { #expect(throws: Problem.self) { _ = try check(wrong) } }
    }

    @Test func answersForEachPassage() throws {
        let passages = (0..<3).map { Passage(purpose: .imported, texts: $0 == 1 ? [LabelledText("who", "jo@example.org")] : []) }
        #expect(try check().examine(passages, CheckSetting(registry: nil, viewer: nil)).map(\.count) == [0, 1, 0])
    }
}

struct HeldTests {
    private let answers = "--set title=One --set problem=Two --set who=Four"

    @Test func blocksOnEveryPath() throws {
        let fixture = try Fixture()
        let refused = try #require(try fixture.problem("submit \(answers) --set \"change=NHS 999 000 0018\" --keep \"I must\"", as: "ana"))
        #expect(refused.kind == .refused && refused.details == ["change: this looks like an NHS number (99…)"])
        try fixture.run("submit \(answers) --set change=Three", as: "ana")
        #expect(try fixture.problem("rate P1 4 --why \"she is 999 000 0018\"", as: "ben")?.kind == .refused)
        #expect(try fixture.problem("tag P1 \"+nhs 999 000 0018\"", as: "lead")?.kind == .refused)
        #expect(try fixture.json("find 999", as: "lead") == [])
    }

    @Test func heldUntilALeadClearsIt() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("submit \(answers) --set \"change=Ring 07700 900123\"", as: "ana")?.kind == .refused)
        try fixture.run("submit \(answers) --set \"change=Ring 07700 900123\" --keep \"the duty desk\"", as: "ana")
        #expect(try fixture.json("held", as: "lead").array?.first?["reason"] == "the duty desk")
        #expect(try fixture.json("held", as: "ana").array?.count == 1 && fixture.json("held", as: "ben") == [])
        #expect(try fixture.problem("clear P1", as: "ben")?.kind == .noInput)
        #expect(try fixture.problem("clear P1", as: "ana")?.kind == .notPermitted)
        #expect(try fixture.problem("clear P1 --reason \"so says jo@example.org\"", as: "lead")?.kind == .refused)
        let json = try fixture.json("clear P1 --reason \"a desk, not a person\"", as: "lead")
        #expect(json["cleared"] == true && json["found"] == [["label": "change", "identifier": "telephone", "count": 1]])
        #expect(try fixture.json("held", as: "lead") == [])
        #expect(try fixture.json("show P1", as: "ben")["ref"] == "P1")
        #expect(try fixture.run("history P1", as: "lead").contains("a desk, not a person"))
    }

    @Test func nobodyClearsTheirOwn() throws {
        let fixture = try Fixture()
        try fixture.run("submit \(answers) --set \"change=Ring 07700 900123\" --keep \"the duty desk\"", as: "lead")
        #expect(try fixture.problem("clear P1", as: "lead")?.kind == .refused)
        try fixture.run("clear P1", as: "admin")
        #expect(try fixture.run("clear P1", as: "admin").contains("is cleared") == true)
    }

    @Test func nothingToClear() throws {
        let fixture = try Fixture()
        try fixture.run("submit \(answers) --set change=Three", as: "ana")
        #expect(try fixture.json("clear P1", as: "lead")["cleared"] == false)
    }
}

struct ConfidentialityGateTests {
    /// A registry whose P1 was put in while e-mail addresses and telephone numbers were allowed, and no longer are.
    private func filled(_ words: String) throws -> Fixture {
        let fixture = try Fixture()
        try set("email: allow\ntelephone: allow\n", fixture)
        try fixture.run("submit --set title=One --set problem=Two --set who=Four \(words)", as: "ana")
        try set("version: 1\n", fixture)
        return fixture
    }

    private func set(_ policy: String, _ fixture: Fixture) throws {
        try fixture.registry().perform([.configure(name: "confidentiality", text: policy)], as: fixture.actor("admin"), command: "config")
    }

    private func verdict(_ fixture: Fixture) throws -> Verdict {
        let (_, answers) = try fixture.registry().explain(1, to: "promising", as: fixture.actor("lead"))
        return try #require(answers.first { $0.gate == "confidentiality.clear" }).verdict
    }

    @Test func holdsOrSaysWhy() throws {
        #expect(try verdict(filled("--set change=Three")).isMet)
        let found = try verdict(filled("--set change=Three --set contact=jo@example.org"))
        #expect(!found.isMet && found.reason.contains("an e-mail address (contact)") && !found.reason.contains("example"))
        let fixture = try Fixture()
        try fixture.run("submit --set title=One --set problem=Two --set who=Four --set change=jo@example.org --keep \"our own\"", as: "ana")
        let held = try verdict(fixture)
        #expect(!held.isMet && held.next == "clear P1")
    }

    @Test func whatALeadCleared() throws {
        let fixture = try filled("--set change=Three --set contact=jo@example.org")
        try fixture.run("clear P1 --reason \"the team's box\"", as: "lead")
        #expect(try verdict(fixture).isMet)
        // What comes later was not looked at: here a second address, while addresses are allowed again.
        try set("email: allow\n", fixture)
        try fixture.run("edit P1 --set \"contact=jo@example.org or al@example.org\"", as: "lead")
        #expect(try verdict(fixture).isMet)
        try set("email: warn\n", fixture)
        #expect(try !verdict(fixture).isMet)
        // What blocks cannot be cleared.
        try set("email: block\n", fixture)
        #expect(try verdict(fixture).next == "edit P1")
        #expect(try fixture.problem("clear P1", as: "lead")?.kind == .refused)
    }

    @Test func coversNoMoreThanWasLookedAt() {
        let email = Clearance.Found(label: "contact", identifier: .email, count: 2)
        let clearance = Clearance(found: [email], reason: nil)
        #expect(clearance.covers([]) && clearance.covers([email]) && clearance.covers([.init(label: "contact", identifier: .email, count: 1)]))
        #expect(!clearance.covers([.init(label: "contact", identifier: .email, count: 3)]))
        #expect(!clearance.covers([.init(label: "how", identifier: .email, count: 1)]))
        #expect(!clearance.covers([.init(label: "contact", identifier: .telephone, count: 1)]))
    }
}

struct CheckCommandTests {
    private func file(_ bytes: [UInt8], _ fixture: Fixture) throws -> String {
        let path = fixture.folder.appending(path: "notes.txt").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func listsWhatStandsWhere() throws {
        let fixture = try Fixture()
        let path = try file(Array("Plain.\r\nCafé, ring 07700 900123 or jo@example.org.\n\n999 000 0018".utf8), fixture)
        let problem = try #require(try fixture.problem("check \(path) --format json"))
        #expect(problem.kind == .refused && problem.what.hasPrefix("3 things"))
        let (shell, _) = try fixture.shell()
        var printed = ""
        let session = Session(
            surroundings: shell.session.surroundings, opener: shell.session.opener, starter: Fixture.starter, plugins: fixture.plugins,
            console: shell.session.console, output: Output(result: { printed += $0 }, message: { _ in }), options: shell.session.options)
        #expect(throws: Problem.self) { try Shell(session: session, commands: shell.commands).run(line: "check \(path) --format json") }
        let rows = try #require(try JSONValue(parsing: printed).array)
        #expect(rows.map { [$0["line"]?.integer, $0["column"]?.integer] } == [[2, 12], [2, 28], [4, 1]])
        #expect(rows.map { $0["identifier"]?.string } == ["telephone", "email", "nhs-number"])
        #expect(rows[0]["text"] == "Café, ring [telephone number removed] or [e-mail address removed]." && rows[2]["severity"] == "block")
    }

    @Test func nothingFound() throws {
        let fixture = try Fixture()
        let path = try file(Array("Nothing here.\n".utf8), fixture)
        #expect(try fixture.run("check \(path)") == "nothing found in \(path)\n")
        #expect(try fixture.json("check \(path)") == [])
    }

    @Test func worksWithoutARegistry() throws {
        let fixture = try Fixture()
        let path = try file(Array("ring 07700 900123".utf8), fixture)
        #expect(try fixture.problem("check \(path) --registry \(fixture.folder.path)/none")?.kind == .refused)
        #expect(!FileManager.default.fileExists(atPath: fixture.folder.path + "/none"))
    }

    @Test func theHomesPolicyCounts() throws {
        let fixture = try Fixture()
        let path = try file(Array("ring 07700 900123".utf8), fixture)
        try fixture.registry().perform([.configure(name: "confidentiality", text: "telephone: allow\n")], as: fixture.actor("admin"), command: "config")
        #expect(try fixture.run("check \(path)").hasPrefix("nothing found"))
    }

    @Test func filesThatCannotBeRead() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("check \(fixture.folder.path)/none.txt")?.kind == .noInput)
        #expect(try fixture.problem("check \(fixture.folder.path)")?.kind == .noInput)
        #expect(try fixture.problem("check \(file([0, 1, 2, 255], fixture))")?.kind == .badInput)
        #expect(try fixture.problem("check \(file([0xE9, 0x20] + Array("ring 07700 900123".utf8), fixture))")?.kind == .refused)
        #expect(fixture.messages.joined(separator: " ").contains("Windows-1252"))
        let wide = "ring 07700 900123".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try fixture.problem("check \(file([0xFF, 0xFE] + wide, fixture))")?.kind == .refused)
        #expect(try fixture.run("check \(file([], fixture))").hasPrefix("nothing found"))
    }

    @Test func excerptsAreShortAndMasked() {
        let policy = Policy.standard
        let long = String(repeating: "é ", count: 100)
        let items = CheckedText(long + "07700 900123" + long + "\r07700\n900456 jo@example.org", policy: policy).items
        #expect(items.map(\.line) == [1, 2, 3])
        #expect(items[0].column == 201 && items[0].excerpt.hasPrefix("…") && items[0].excerpt.hasSuffix("…") && items[0].excerpt.count < 120)
        #expect(items.allSatisfy { !$0.excerpt.contains("900") && !$0.excerpt.contains("example") })
        let many = CheckedText(String(repeating: "07700 900123, ", count: 2000), policy: policy).items
        #expect(many.count == 2000 && many.allSatisfy { !$0.excerpt.contains("900") && $0.excerpt.count < 400 })
    }
}
