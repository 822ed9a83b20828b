import RegistryCore
import Testing

@testable import PromotionPlugin

/// Each gate, missing and met.
@Suite struct GateTests {
    @Test func leadReview() throws {
        let none = try Making.parameters()
        #expect(try LeadReviewGate().verdict(on: Making.move(), parameters: none).isMet)
        #expect(try LeadReviewGate().verdict(on: Making.move(by: Making.person("ben", .staff)), parameters: none).reason == "a lead moves it, and ben is staff")
        let own = try LeadReviewGate().verdict(on: Making.move(by: Making.person("Ana", .admin)), parameters: none)
        #expect(!own.isMet && own.next == "ask another lead")
    }

    @Test func fieldsPresent() throws {
        let fields = try Making.parameters("fields: [title, risks]")
        let missing = try FieldsPresentGate().verdict(on: Making.move(fields: ["title": .text("T")]), parameters: fields)
        #expect(missing == .missing("“Risks” is not answered yet", next: "edit P1 --set risks=\"…\""))
        #expect(try FieldsPresentGate().verdict(on: Making.move(), parameters: fields).next == "edit P1 --set title=\"…\" --set risks=\"…\"")
        #expect(try FieldsPresentGate().verdict(on: Making.move(fields: ["title": .text("T"), "risks": .text("R")]), parameters: fields).isMet)
    }

    @Test func aFieldThatIsNotThereIsNamedWithItsPlace() throws {
        #expect { try FieldsPresentGate().verdict(on: Making.move(), parameters: Making.parameters("fields: [risk]")) } throws: { error in
            (error as? Problem)?.nearest == "risks" && (error as? Problem)?.place?.file == "stages"
        }
    }

    @Test func tagsPresent() throws {
        let none = try Making.parameters(), two = try Making.parameters("least: 2")
        #expect(try TagsPresentGate().verdict(on: Making.move(), parameters: none) == .missing("it has no tag yet", next: "tag P1 +TAG"))
        #expect(try TagsPresentGate().verdict(on: Making.move(tags: ["carers"]), parameters: none).isMet)
        #expect(try TagsPresentGate().verdict(on: Making.move(tags: ["carers"]), parameters: two).reason == "it has 1 of 2 tags")
    }

    @Test(arguments: NamedRole.allCases) func named(_ role: NamedRole) throws {
        let none = try Making.parameters()
        let missing = try NamedGate(role).verdict(on: Making.move(), parameters: none)
        #expect(!missing.isMet && missing.next == "\(role.command) P1 --person SOMEBODY")
        let ben = Making.contribution(role.rawValue, by: "lead", to: "ben", after: 2, ["person": "ben"])
        let cara = Making.contribution(role.rawValue, by: "other", to: "cara", after: 1, ["person": "cara"])
        #expect(try NamedGate(role).verdict(on: Making.move([ben, cara]), parameters: none).reason == "ben is its \(role.rawValue)", "the newest counts")
    }

    @Test func costKnown() throws {
        let none = try Making.parameters()
        let observed = Making.contribution("evidence", ["kind": "observation"])
        #expect(try CostGate().verdict(on: Making.move([observed]), parameters: none) == .missing("it is not known what it costs", next: "edit P1 --set running_cost=…"))
        #expect(try CostGate().verdict(on: Making.move([Making.contribution("evidence", ["kind": "cost"])]), parameters: none).isMet)
        #expect(try CostGate().verdict(on: Making.move(fields: ["setup_cost": .number(0)]), parameters: none).isMet, "nothing is a cost too")
    }

    @Test func parametersAreStrict() throws {
        for wrong in ["fields: []", "feelds: [title]", "{}"] { #expect(throws: Problem.self) { try FieldsPresentGate().accept(Making.parameters(wrong)) } }
        for wrong in ["leest: 1", "least: 0", "least: many"] { #expect(throws: Problem.self) { try TagsPresentGate().accept(Making.parameters(wrong)) } }
        for gate in [LeadReviewGate(), NamedGate(.owner), NamedGate(.sponsor), CostGate()] as [any Gate] {
            #expect(throws: Problem.self) { try gate.accept(Making.parameters("least: 1")) }
            try gate.accept(Making.parameters())
        }
    }
}
