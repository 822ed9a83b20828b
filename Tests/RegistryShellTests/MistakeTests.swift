import Fixture
import RegistryCore
import RegistryShell
import Testing

/// What people mistype, and what they are told: where, what is allowed, the nearest, the next command.
@Suite("Mistakes")
struct MistakeTests {
    let fixture: Fixture
    init() throws { fixture = try Fixture(founding: true) }

    private func lines(_ line: String) throws -> [String] {
        try fixture.problem(line).map { ProblemText.lines($0, width: 80) } ?? []
    }

    @Test("a word from elsewhere names the command that does it here, and is never run", arguments: [
        ("list", "find"), ("delete P1", "withdraw"), ("vote P1 4", "rate"), ("approve P1", "promote"), ("bye", "quit"), ("fnd bus", "find"),
    ])
    func otherWords(line: String, command: String) throws {
        let problem = try fixture.problem(line)
        #expect(problem?.what == "there is no such command" && problem?.nearest == command && problem?.next == "help \(command)")
    }

    @Test("a caret stands under the word, whichever command refuses it", arguments: [
        ("show P99", "  show P99", "       ^^^"),
        ("rate P1 9", "  rate P1 9", "          ^"),
        ("promote P1 triagd", "  promote P1 triagd", "             ^^^^^^"),
        ("edit P1 --set started=31/31/2020", "  edit P1 --set started=31/31/2020", "                        ^^^^^^^^^^"),
        ("edit P1 --set reslt=x", "  edit P1 --set reslt=x", "                ^^^^^"),
        ("find --limit abc", "  find --limit abc", "               ^^^"),
        ("show P1 P2", "  show P1 P2", "          ^^"),
        ("verify extra", "  verify extra", "         ^^^^^"),
        ("find 'bus stgae:x'", "  bus stgae:x", "      ^^^^^"),
        ("find bus stgae:x", "  bus stgae:x", "      ^^^^^"),
    ])
    func carets(line: String, text: String, caret: String) throws {
        let lines = try lines(line)
        #expect(lines.contains(text) && lines.contains(caret), "\(lines.joined(separator: "\n"))")
    }

    @Test("what is missing is named, with an example to type", arguments: [
        ("rate", "rate needs a reference", "rate P1 4"), ("people add", "people add needs a name", "people add carol"),
        ("run", "run needs a file", "run weekly.practice"),
    ])
    func missing(line: String, what: String, next: String) throws {
        let problem = try fixture.problem(line)
        #expect(problem?.what == what)
        #expect(problem?.next?.hasPrefix(next) == true, "\(problem?.next ?? "nothing")")
    }

    @Test("a value of the wrong type is told in the registry's words", arguments: [
        ("find --limit abc", "--limit takes a number"), ("undo --batch x", "--batch takes a batch's number"),
    ])
    func wrongType(line: String, what: String) throws {
        let problem = try fixture.problem(line)
        #expect(problem?.what == what && problem?.value != nil && problem?.kind == .usage)
    }
}
