import Foundation
import RegistryCore
import Testing

@Suite struct ReferenceTests {
    @Test(arguments: [("P12", "P12"), ("p12", "P12"), ("trafford:P12", "trafford:P12"), ("P12.E3", "P12.E3"), ("p1.a2", "P1.A2")])
    func reads(_ text: String, _ written: String) { #expect(Reference(text)?.description == written) }

    @Test(arguments: ["12", "P", "P0", "P-1", "Q1", "P1.", "P1.3", "P1.E", "P1.E3.E4", ":P1", "Home!:P1", "P99999999999999999999", "P１", "P1 ", ""])
    func refuses(_ text: String) { #expect(Reference(text) == nil) }
}

@Suite struct UIDTests {
    @Test func sortsByTimeAndReadsBack() {
        let early = UID(at: Date(timeIntervalSince1970: 1_000_000)), late = UID(at: Date(timeIntervalSince1970: 2_000_000))
        #expect(early < late)
        #expect(UID(early.text) == early)
        #expect(early.text.dropFirst(14).first == "7")
        #expect(UID("not a uid") == nil)
    }
}

@Suite struct MomentTests {
    @Test(arguments: [(0.0, "1970-01-01T00:00:00.000Z"), (951_782_400.5, "2000-02-29T00:00:00.500Z"), (-1.0, "1969-12-31T23:59:59.000Z"), (253_402_300_799.999, "9999-12-31T23:59:59.999Z")])
    func writesAndReads(_ seconds: Double, _ text: String) throws {
        #expect(Moment.text(Date(timeIntervalSince1970: seconds)) == text)
        let date = try #require(Moment.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
    }

    @Test func everyDayOfFourCenturiesReadsBack() {
        for day in stride(from: -80_000, to: 80_000, by: 1) {
            let date = CalendarDate(daysSinceEpoch: day)
            #expect(date.daysSinceEpoch == day)
            if CalendarDate(date.description) != date { Issue.record("\(date)") }
        }
    }

    @Test(arguments: ["2024-02-30", "2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01x", "２０２４-01-01"])
    func noSuchDay(_ text: String) { #expect(CalendarDate(text) == nil) }
}

@Suite struct VisibilityTests {
    private static func person(_ name: String, _ role: Role, team: String? = nil) -> Viewer {
        Viewer(Person(home: .unnamed, name: name, role: role, team: team, created: .now))
    }

    private static func innovation(_ visibility: Visibility, held: Bool = false) -> Innovation {
        Innovation(
            home: .unnamed, number: 1, uid: UID(), submitter: "Ana", stage: "submitted", visibility: visibility, held: held ? "why" : nil, created: .now,
            updated: .now, fields: ["title": .text("T")])
    }

    @Test(arguments: Visibility.allCases, [false, true])
    func submitterAndLeadsSeeAll(_ visibility: Visibility, _ held: Bool) {
        for viewer in [Self.person("ana", .staff), Self.person("lea", .lead), Self.person("ada", .admin)] {
            #expect(viewer.maySee(Self.innovation(visibility, held: held), submitterTeam: nil))
        }
    }

    @Test(arguments: [(Visibility.me, false, false), (.team, true, false), (.home, true, true), (.everyone, true, true)])
    func staffSeeWhatIsForThem(_ visibility: Visibility, _ colleague: Bool, _ other: Bool) {
        #expect(Self.person("ben", .staff, team: "North").maySee(Self.innovation(visibility), submitterTeam: "north") == colleague)
        #expect(Self.person("cat", .staff).maySee(Self.innovation(visibility), submitterTeam: "north") == other)
        #expect(!Self.person("ben", .staff, team: "North").maySee(Self.innovation(visibility, held: true), submitterTeam: "North"))
    }
}
