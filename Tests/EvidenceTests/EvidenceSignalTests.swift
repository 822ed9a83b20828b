import RegistryCore
import Testing

@testable import EvidencePlugin

/// The level as a pure function of contributions.
@Suite struct EvidenceSignalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let kind: String
        let claimed: Int
        let direction: String
        let assessed: Int?
        let level: Double?
        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "not assessed: absent", kind: "trial", claimed: 5, direction: "better", assessed: nil, level: nil),
        Case(what: "assessed as claimed", kind: "before-after", claimed: 2, direction: "better", assessed: 2, level: 2),
        Case(what: "assessed lower than claimed", kind: "before-after", claimed: 4, direction: "better", assessed: 1, level: 1),
        Case(what: "assessed higher than claimed", kind: "comparison", claimed: 1, direction: "better", assessed: 3, level: 3),
        Case(what: "mixed counts", kind: "trial", claimed: 3, direction: "mixed", assessed: 3, level: 3),
        Case(what: "no change raises nothing", kind: "trial", claimed: 3, direction: "no-change", assessed: 3, level: 0),
        Case(what: "worse raises nothing", kind: "trial", claimed: 3, direction: "worse", assessed: 3, level: 0),
        Case(what: "hearsay counts nothing", kind: "hearsay", claimed: 0, direction: "better", assessed: 0, level: nil),
    ]

    @Test(arguments: cases) func level(_ test: Case) throws {
        let evidence = try Making.evidence(1, test.kind, test.claimed, test.direction)
        let all = try [evidence] + (test.assessed.map { [try Making.assessment(of: evidence, $0)] } ?? [])
        #expect(EvidenceLevel().value(of: all) == test.level)
    }

    @Test func theHighestCounts() throws {
        let weak = try Making.evidence(1), strong = try Making.evidence(2, "comparison", 3), worse = try Making.evidence(3, "trial", 5, "worse")
        let all = try [weak, strong, worse, Making.assessment(of: weak, 1), Making.assessment(of: strong, 3), Making.assessment(of: worse, 5)]
        #expect(EvidenceLevel().value(of: all) == 3)
    }

    @Test func theNewestAssessmentCounts() throws {
        let evidence = try Making.evidence(1)
        let all = try [evidence, Making.assessment(of: evidence, 4, by: "lead", after: 9), Making.assessment(of: evidence, 2, by: "other", after: 1)]
        #expect(EvidenceLevel().value(of: all) == 4)
    }

    @Test func anAssessmentWithoutItsEvidenceCountsNothing() throws {
        let gone = try Making.evidence(1)
        let orphan = try Making.assessment(of: gone, 5)
        #expect(EvidenceLevel().value(of: [orphan]) == nil)
        #expect(EvidenceWaiting().value(of: [orphan]) == nil)
    }

    @Test func countAndWaiting() throws {
        let one = try Making.evidence(1), two = try Making.evidence(2), heard = try Making.evidence(3, "hearsay", 0)
        #expect(EvidenceCount().value(of: []) == nil)
        #expect(EvidenceCount().value(of: [one, two, heard]) == 3)
        #expect(EvidenceWaiting().value(of: [one, two, heard, try Making.assessment(of: one, 1)]) == 1, "hearsay waits for nobody")
    }

    @Test func harmIsCountedBesideTheLevel() throws {
        let evidence = try Making.evidence(1, "comparison", 3)
        let all = try [evidence, Making.assessment(of: evidence, 3, flags: ["harm"])]
        #expect(EvidenceHarm().value(of: all) == 1)
        #expect(EvidenceLevel().value(of: all) == 3)
        #expect(EvidenceHarm().value(of: [evidence]) == nil)
    }
}

@Suite struct EvidenceGateTests {
    @Test func levelIsMissingAndNamesTheCommand() throws {
        let two = try Making.parameters("least: 2")
        let nothing = try EvidenceLevelGate().verdict(on: Making.move(), parameters: two)
        #expect(nothing == .missing("none of its evidence is assessed, and 2 (positive change) is needed: a count of the same thing before and after", next: "evidence add P1 --strength 2"))
        let waiting = try EvidenceLevelGate().verdict(on: Making.move([Making.evidence(1, "before-after", 2)]), parameters: two)
        #expect(waiting.next == "evidence assess P1.E1 --strength 2")
        #expect(!waiting.isMet)
    }

    @Test func levelIsMet() throws {
        let evidence = try Making.evidence(1, "before-after", 2)
        let move = try Making.move([evidence, Making.assessment(of: evidence, 2)])
        #expect(try EvidenceLevelGate().verdict(on: move, parameters: Making.parameters("least: 2")).isMet)
        #expect(try !EvidenceLevelGate().verdict(on: move, parameters: Making.parameters("least: 3")).isMet)
    }

    @Test func parametersAreStrict() throws {
        for wrong in ["leest: 2", "least: two", "least: -1", "{}"] {
            #expect(throws: Problem.self) { try EvidenceLevelGate().accept(Making.parameters(wrong)) }
        }
        try EvidenceLevelGate().accept(Making.parameters("least: 2"))
        #expect(throws: Problem.self) { try VoiceGate().accept(Making.parameters("least: 2")) }
    }

    @Test func voice() throws {
        let none = try Making.parameters("")
        let missing = try VoiceGate().verdict(on: Making.move([Making.evidence(1)]), parameters: none)
        #expect(!missing.isMet && missing.next == "evidence add P1 --kind lived-experience")
        #expect(try VoiceGate().verdict(on: Making.move([Making.evidence(1, "lived-experience", 0)]), parameters: none).isMet)
        #expect(try VoiceGate().verdict(on: Making.move(fields: ["coproduction": .text("They chose the routes.")]), parameters: none).isMet)
    }
}

@Suite struct RungTests {
    @Test(arguments: [
        (nil, "nothing is assessed yet, so it is at 0 (described); an account of why it should work, step by step from what you do to what changes takes it to 1 (coherent account)"),
        (1.0, "at 1 (coherent account); a count of the same thing before and after takes it to 2 (positive change)"),
        (5.0, "at 5 (delivered at scale), the last rung"),
    ] as [(Double?, String)])
    func words(_ level: Double?, _ words: String) throws {
        #expect(Rung(level.map { ["evidence.level": $0] } ?? [:], try Making.configuration().evidence).words == words)
    }
}
