import RegistryCore
import Testing

@testable import AdoptionPlugin

/// Sites as a pure function of contributions: how many are in use, worked, and are confirmed.
@Suite struct AdoptionSignalTests {
    private func values(_ contributions: [Contribution]) -> [Double?] {
        [AdoptionSites().value(of: contributions), AdoptionWorked().value(of: contributions), AdoptionConfirmed().value(of: contributions)]
    }

    @Test func absentIsNotNought() throws {
        #expect(values([]) == [nil, nil, nil])
        #expect(values([try Making.adoption(1, "North", .didNotWork)]) == [0, 0, 0])
    }

    @Test(arguments: [
        (Adoption.Outcome.trying, [1, 0, 0]), (.worked, [1, 1, 0]), (.didNotWork, [0, 0, 0]), (.stopped, [0, 0, 0]),
    ] as [(Adoption.Outcome, [Double?])])
    func oneSite(_ outcome: Adoption.Outcome, _ counts: [Double?]) throws {
        #expect(values([try Making.adoption(1, "North team", outcome)]) == counts)
    }

    @Test func sitesAreFolded() throws {
        let all = try ["North team", "north  TEAM", "North-Team", "Nörth team"].enumerated().map { try Making.adoption($0.offset + 1, $0.element, .trying, by: "p\($0.offset)") }
        #expect(values(all) == [1, 0, 0])
        #expect(values(all + [try Making.adoption(9, "South team", .trying)]) == [2, 0, 0])
    }

    @Test func theLastWordOnASiteCounts() throws {
        let tried = try Making.adoption(1, "North", .trying), worked = try Making.adoption(2, "North", .worked), stopped = try Making.adoption(3, "North", .stopped)
        #expect(values([tried, worked]) == [1, 1, 0])
        #expect(values([tried, worked, stopped]) == [0, 0, 0])
        #expect(values([tried, worked, try Making.adoption(3, "North", .stopped, by: "cara")]) == [0, 0, 0], "whoever says it")
    }

    @Test func aConfirmationHoldsForTheOutcomeThatWasSeen() throws {
        let worked = try Making.adoption(1, "North", .worked), confirmed = try Making.confirmation(of: worked)
        #expect(values([worked, confirmed]) == [1, 1, 1])
        let dated = try Making.adoption(2, "North", .worked, since: "2023-01")
        #expect(values([worked, confirmed, dated]) == [1, 1, 1], "a date was added; it still worked")
        let stopped = try Making.adoption(2, "North", .stopped), again = try Making.adoption(3, "North", .worked)
        #expect(values([worked, confirmed, stopped, again]) == [1, 1, 0], "seen before it was stopped")
    }

    @Test func twoAccountsConfirmEachOther() throws {
        #expect(values(try [Making.adoption(1, "North"), Making.adoption(2, "North", by: "cara")]) == [1, 1, 1])
    }
}

@Suite struct AdoptionGateTests {
    @Test func sitesMissing() throws {
        let two = try Making.parameters("least: 2\nconfirmed: true")
        let none = try AdoptionSitesGate().verdict(on: Making.move(), parameters: two)
        #expect(none == .missing("it worked at 0 of 2 other sites", next: "share P1 --with SOMEBODY, who can adopt P1 --site SITE"))
        let unconfirmed = try AdoptionSitesGate().verdict(on: Making.move([Making.adoption(1, "North"), Making.adoption(2, "South")]), parameters: two)
        #expect(unconfirmed.next == "adopt P1.A1 --confirm, as somebody else who has seen it")
        #expect(unconfirmed.reason.contains("ben says it of North"))
    }

    @Test func sitesMet() throws {
        let north = try Making.adoption(1, "North"), south = try Making.adoption(2, "South")
        let move = try Making.move([north, south, Making.confirmation(of: north), Making.confirmation(of: south)])
        #expect(try AdoptionSitesGate().verdict(on: move, parameters: Making.parameters("least: 2\nconfirmed: true")).isMet)
        #expect(try AdoptionSitesGate().verdict(on: Making.move([north, south]), parameters: Making.parameters("least: 2")).isMet)
        #expect(try !AdoptionSitesGate().verdict(on: move, parameters: Making.parameters("least: 3")).isMet)
    }

    @Test(arguments: [
        ("2023-11-14", "2024-11-13", false), ("2023-11-14", "2024-11-14", true), ("2023-11", "2024-11-29", false), ("2023-11", "2024-11-30", true),
        ("2023", "2024-12-30", false), ("2023", "2024-12-31", true), ("2024-02", "2025-02-28", true),
    ])
    func inUse(_ since: String, _ today: String, _ holds: Bool) throws {
        let adoption = try Making.adoption(1, "North", since: since, on: "2024-10-01")
        #expect(try InUseGate().verdict(on: Making.move([adoption], today: today), parameters: Making.parameters("months: 12")).isMet == holds)
    }

    @Test func inUseCountsFromTheFirstWordWhenNoDateWasGiven() throws {
        let course = try [Making.adoption(1, "North", .trying, on: "2023-01-10"), Making.adoption(2, "North", .worked, on: "2024-01-05")]
        let year = try Making.parameters("months: 12")
        #expect(try InUseGate().verdict(on: Making.move(course, today: "2024-01-10"), parameters: year).isMet)
        let broken = try [Making.adoption(1, "North", .worked, on: "2022-01-10"), Making.adoption(2, "North", .stopped), Making.adoption(3, "North", .worked, on: "2024-01-05")]
        #expect(try !InUseGate().verdict(on: Making.move(broken, today: "2024-02-10"), parameters: year).isMet, "it was stopped in between")
        #expect(try InUseGate().verdict(on: Making.move(), parameters: year).reason == "no other site has it in use")
    }

    @Test func parametersAreStrict() throws {
        for wrong in ["leest: 2", "{}", "least: 0", "least: 2\nconfirmed: perhaps"] {
            #expect(throws: Problem.self) { try AdoptionSitesGate().accept(Making.parameters(wrong)) }
        }
        for wrong in ["months: soon", "{}", "months: 0"] { #expect(throws: Problem.self) { try InUseGate().accept(Making.parameters(wrong)) } }
    }
}
