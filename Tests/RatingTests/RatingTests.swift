import Fixture
import RegistryCore
import Testing

@testable import RatingPlugin

@Suite struct RatingSignalTests {
    private func ratings(_ stars: [Int]) throws -> [Contribution] {
        try stars.enumerated().map { index, stars in
            Contribution(
                home: .unnamed, uid: UID(), kind: "rating", subject: .innovation(1), origin: .innovation(1), innovation: 1, author: "p\(index)",
                payload: try JSONValue(encoding: Rating(stars: stars)), created: .now, updated: .now)
        }
    }

    @Test func oneFiveDoesNotBeatManyThatAreNearlyAsGood() throws {
        let one = try #require(RatingMean().value(of: ratings([5])))
        let ten = try #require(RatingMean().value(of: ratings([5, 5, 5, 5, 5, 5, 5, 5, 4, 4])))
        #expect(ten > one)
    }

    @Test(arguments: [[3], [4, 2], [1], [5, 5, 1], [2, 3, 3]])
    func meanIsThreeExactlyWhenTheAverageIs(_ stars: [Int]) throws {
        let mean = try #require(RatingMean().value(of: ratings(stars))), average = try #require(RatingAverage().value(of: ratings(stars)))
        #expect((mean >= 3) == (average >= 3))
    }

    @Test func noRatingIsNotZero() { #expect(RatingAverage().value(of: []) == nil) }
}

@Suite struct RatingCommandTests {
    @Test func oneAPersonAndChangeable() throws {
        let fixture = try Fixture(founding: true)
        #expect(try fixture.run("rate P1 4", as: "ben") == "You rate P1 4: it has 4 of 5 from 1 person.\n")
        #expect(try fixture.run("rate P1 2", as: "ben") == "You rate P1 2: it has 2 of 5 from 1 person.\n")
        #expect(try fixture.run("rate P1 2", as: "Ben") == "You rate P1 2 already: it has 2 of 5 from 1 person.\n")
        #expect(try fixture.run("rate p1 5", as: "ana") == "You rate P1 5: it has 3.5 of 5 from 2 people.\n")
        try fixture.run("rate P1 --retract", as: "ben")
        #expect(try fixture.json("show P1")["signals"]?["rating.average"] == 5)
    }

    @Test func notOnesOwn() throws {
        let fixture = try Fixture()
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        #expect(try fixture.problem("rate P1 5", as: "ana")?.kind == .refused)
    }

    @Test(arguments: ["0", "6", "4.5", "five", "-1"])
    func wrongStarsSayWhatIsAllowed(_ stars: String) throws {
        let fixture = try Fixture(founding: true)
        let problem = try fixture.problem("rate P1 \(stars)", as: "ben")
        #expect(problem?.kind == .usage)
        #expect(problem?.value == stars)
        #expect(problem?.allowed == ["1", "2", "3", "4", "5"])
    }

    @Test func topRanksByTheMeanWithItsPrior() throws {
        let fixture = try Fixture(founding: true)
        try fixture.run("rate P2 5", as: "ben")
        for person in ["ana", "ben", "lead", "admin"] { try fixture.run("rate P1 5", as: person) }
        #expect(try fixture.json("top").array?.compactMap { $0["ref"]?.string } == ["P1", "P2"])
    }

    @Test func theGateSaysHowManyAreMissing() throws {
        let fixture = try Fixture(founding: true)
        let problem = try fixture.problem("promote P1 promising", as: "lead")
        #expect(problem?.details.contains { $0.contains("rated by 0 of 3") } == true)
    }
}
