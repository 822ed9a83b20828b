import Fixture
import RegistryCore
import Testing

@Suite("people")
struct PeopleTests {
    @Test("lists everybody with role, team and account")
    func list() throws {
        let fixture = try Fixture()
        try fixture.make(login: "akhan")
        try fixture.run("people add Amina Khan --role lead --team \"North East\" --organisation Trafford --login akhan")
        let amina = try fixture.json("people").array?.first { $0["name"] == "Amina Khan" }
        #expect(amina == ["name": "Amina Khan", "role": "lead", "team": "North East", "organisation": "Trafford", "account": "akhan"])
    }

    @Test("somebody who is known already is not added again", arguments: ["ben", "BEN", " ben "])
    func known(name: String) throws {
        let problem = try Fixture().problem("people add '\(name)' --role lead")
        #expect(problem?.kind == .refused && problem?.next == "people set ben --role lead")
    }

    @Test("what to do instead takes along what was given")
    func kept() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("people add ben --login bsmith --team 'North East'")?.next == "people set ben --team \"North East\" --login bsmith")
        #expect(try fixture.problem("people add ben")?.next == "people")
        #expect(try fixture.problem("people add carol --team North")?.next == "people add carol --role staff --team North")
    }

    @Test("sets what is given and leaves the rest")
    func set() throws {
        let fixture = try Fixture()
        try fixture.run("people add carol --role staff --team North --organisation Trafford")
        try fixture.run("people set Carol --role lead --team \"\"")
        let carol = try fixture.registry().person("carol")
        #expect(carol.role == .lead && carol.team == nil && carol.organisation == "Trafford")
        #expect(try fixture.json("people set carol --role lead")["changed"] == false)
    }

    @Test("what is wrong is said with what is allowed", arguments: [
        ("people add carol", Problem.Kind.usage, nil as String?), ("people add carol --role leed", .usage, "lead"),
        ("people set bem --role lead", .noInput, "ben"), ("people set ben", .usage, nil), ("people ad carol", .usage, "add"),
        ("people add carol --rol lead", .usage, "--role"),
    ])
    func wrong(line: String, kind: Problem.Kind, nearest: String?) throws {
        let problem = try Fixture().problem(line)
        #expect(problem?.kind == kind && problem?.nearest == nearest && problem?.next != nil)
    }

    @Test("is for admins", arguments: ["people add carol --role staff", "people set ana --role lead"])
    func permitted(line: String) throws {
        #expect(try Fixture().problem(line, as: "lead")?.kind == .notPermitted)
    }

    @Test("a home keeps an admin, and an account is one person's")
    func rules() throws {
        let fixture = try Fixture()
        #expect(try fixture.problem("people set admin --role staff")?.kind == .refused)
        try fixture.make(login: "bsmith")
        try fixture.run("people set ben --login bsmith")
        #expect(try fixture.problem("people set ana --login bsmith")?.kind == .refused)
    }
}
