import Fixture
@testable import RegistryCore
import Testing

/// On a server the login is the person.
@Suite(.enabled(if: Engine.isServer)) struct LoginTests {
    @Test func whoActsAsAnotherForOneCommandIsHimselfAgain() throws {
        let registry = try fixture.registry()
        let own = try #require(registry.store.login)
        #expect(try registry.actor(named: "lead", account: "").account == own, "who connected")
        #expect(registry.store.login == "lead")
        #expect(throws: Problem.self, "the tests' own login is nobody here") { try registry.actor(named: nil, account: "") }
        #expect(registry.store.login == own)
        #expect(try registry.actor(named: "Ben", account: "").person.name == "ben")
    }

    @Test func nobodyActsAsSomebodyWithoutALogin() throws {
        try fixture.run("people add moss --role staff")
        #expect(try fixture.problem("find --as moss", as: "lead")?.kind == .notPermitted)
        #expect(try fixture.problem("find --as nobody", as: "lead")?.kind == .notPermitted)
    }

    @Test func whoHasNoLoginYetIsSaidToNeedOne() throws {
        let next = "people set moss --login LOGIN"
        #expect(try fixture.run("people add moss --role staff").contains(next))
        try fixture.make(login: "mosslogin")
        #expect(try !fixture.run("people set moss --login mosslogin").contains(next))
    }

    @Test func theJournalKeepsWhoConnectedBesideWhoItWasActedAs() throws {
        let registry = try fixture.registry()
        let own = try #require(registry.store.login)
        let lead = try registry.actor(named: "lead", account: "")
        let batch = try registry.perform([.submit(Draft(fields: ["title": .text("Night bus")]))], as: lead, command: "submit").batch
        #expect(batch?.person == "lead" && batch?.account == own)
    }

    private let fixture: Fixture
    init() throws { fixture = try Fixture() }
}
