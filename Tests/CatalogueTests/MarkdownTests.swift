import Fixture
import Testing

@Suite struct MarkdownTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func anInnovationIsAHeadingWithItsAnswers() throws {
        try fixture.run("submit --set title=\"Bus buddies\" --set problem=\"Late buses\" --set change=\"Somebody comes along\" --set who=Adults --yes", as: "ben")
        let text = try fixture.run("export --to markdown -", as: "lead")
        #expect(text.hasPrefix("# Practice innovations\n\n## P1 Bus buddies\n\n"))
        #expect(text.contains("\n**What was not working**\n\nLate buses\n"))
        #expect(!text.contains("P2"))
    }

    @Test(arguments: [
        ("# Not a heading", "\\# Not a heading"), ("- item", "\\- item"), ("1. item", "1\\. item"), ("<script>", "\\<script\\>"),
        ("[a](http://b)", "\\[a\\]\\(http\\://b\\)"), ("a | b", "a \\| b"), ("    code", "code"), ("![x]", "\\!\\[x\\]"), ("---", "\\---"),
    ])
    func noAnswerIsMarkup(_ answer: String, _ written: String) throws {
        let path = fixture.folder.appending(path: "x.jsonl").path
        try "{\"title\":\"A\",\"problem\":\"x\\n\(answer)\"}\n".write(toFile: path, atomically: true, encoding: .utf8)
        try fixture.run("import \(path)", as: "lead")
        #expect(try fixture.run("export --to markdown -", as: "lead").contains("x\n\n\(written)\n"))
    }
}
