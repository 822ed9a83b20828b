import RegistryCore
import RegistryShell
import Testing

@Suite("ProblemText: a problem in words")
struct ProblemTextTests {
    static let problem = Problem(
        .usage, "there is no field of that name", value: "stgae", at: .init(text: "bus stgae:promising", range: 4..<9),
        allowed: ["stage", "team"], nearest: "stage", next: "help fields")

    @Test("a caret stands under the word")
    func caret() {
        #expect(ProblemText.lines(Self.problem, width: 80) == [
            "there is no field of that name: “stgae”", "  bus stgae:promising", "      ^^^^^", "  did you mean “stage”?", "  allowed: stage, team",
            "  next: help fields",
        ])
    }

    @Test("for a screen reader the place is told in words")
    func plain() {
        let lines = ProblemText.lines(Self.problem, width: 80, plain: true)
        #expect(lines[1] == "  where: at “stgae”, character 5 of “bus stgae:promising”")
        #expect(!lines.contains { $0.contains("^") })
        let end = Problem(.usage, "a parenthesis is not closed", at: .init(text: "(bus", range: 4..<5))
        #expect(ProblemText.lines(end, width: 80, plain: true)[1] == "  where: at the end of “(bus”")
    }

    @Test("a password that was typed stands in no part of it")
    func passwords() {
        let typed = "find --regsitry postgres:ana:secret@db"
        let problem = Problem(
            .usage, "unexpected argument '\(typed)'", value: typed, at: .init(file: "postgres://ana:secret@db", text: typed, range: 5..<15), allowed: [typed], nearest: typed,
            details: ["password = secret"], next: "practice --registry 'postgres:///x?%70assword=secret'")
        for plain in [false, true] {
            let said = ProblemText.lines(problem, width: 80, plain: plain).joined(separator: "\n")
            #expect(!said.contains("secret") && said.contains("unexpected argument"), "\(said)")
        }
    }

    @Test("nothing overflows, whatever the text", arguments: [20, 40, 60, 80])
    func fits(width: Int) {
        let text = String(repeating: "日本 e\u{301} \u{202E} 👩‍🦽 word ", count: 12)
        for start in stride(from: 0, to: text.count, by: 3) {
            var problem = Self.problem
            problem.place = .init(file: text, line: 3, text: text, range: start..<min(start + 30, text.count))
            problem.value = text
            problem.details = [text]
            for plain in [false, true] {
                let lines = ProblemText.lines(problem, width: width, plain: plain)
                #expect(lines.allSatisfy { $0.displayWidth <= width }, "\(lines.filter { $0.displayWidth > width })")
            }
        }
    }
}
