import Fixture
import RegistryShell
import Testing

@testable import EvidencePlugin

/// The questions as a person at a terminal sees them.
@Suite struct QuestionTests {
    @Test func choicesStandInColumnsAndAWrongOneIsNamed() throws {
        let console = ScriptedConsole(answers: ["beter", "better"])
        let scale = try Making.configuration().evidence
        let questions = Questions(console: console)
        questions.offer(scale.directions.map { ($0.name, $0.meaning) })
        #expect(try questions.choose("Direction", among: scale.directions.map(\.name)) { try scale.direction($0).name } == "better")
        #expect(console.seen.hasPrefix("  better     Things changed for the better for the people it is for.\n  no-change  "))
        #expect(console.seen.contains("did you mean better?"))
    }

    @Test func tabProposesWhatBeginsSo() {
        let completer = ChoiceCompleter(choices: ["better", "worse"])
        #expect(completer.completion(of: "be", at: 2).candidates == [Candidate(value: "better")])
        #expect(completer.completion(of: "", at: 0).candidates.count == 2)
    }
}
