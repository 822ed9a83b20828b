import RegistryCore
import RegistryShell

/// Which lead looks at an innovation that waits; nobody's is everybody's.
struct Assignment: Codable, Equatable, Sendable {
    /// Nil where it is taken from whoever had it.
    var person: PersonName?
}

/// The kind `assignment`: addressed to the lead, so that what tells people of things for them can tell.
struct AssignmentKind: Kind {
    let name = "assignment"
    let onePerAuthor = true
    let rule = ContributionRule(role: .lead, othersOnly: true)

    func validated(_ assignment: Assignment, _ setting: ContributionSetting) throws -> Assignment {
        if let person = assignment.person, let submitter = setting.innovation?.submitter, Person.key(person) == Person.key(submitter) {
            throw Problem(.refused, "\(submitter) put it in, and nobody reviews their own", value: setting.innovation?.reference.description)
        }
        return assignment
    }

    func summary(of assignment: Assignment) -> String { assignment.person.map { "assigned its review to \($0)" } ?? "assigned its review to nobody" }
    func addressee(of assignment: Assignment) -> PersonName? { assignment.person }
}

/// Who has which innovation to review, in all of a home.
struct Assignments {
    struct Given {
        var to: PersonName
        var by: PersonName
        var on: CalendarDate
    }

    private let given: [Int: Given]

    init(_ registry: Registry, for viewer: Viewer) throws {
        var newest: [Int: Contribution] = [:]
        for contribution in try registry.contributions(of: ["assignment"], for: viewer) {
            guard let number = contribution.innovation else { continue }
            if let other = newest[number], (other.updated, other.uid) > (contribution.updated, contribution.uid) { continue }
            newest[number] = contribution
        }
        given = try newest.compactMapValues { contribution in
            try contribution.payload(as: Assignment.self).person.map { Given(to: $0, by: contribution.author, on: CalendarDate(contribution.updated)) }
        }
    }

    subscript(number: Int) -> Given? { given[number] }

    /// The innovations that somebody has, for a rule that says whose.
    func numbers(where isMeant: (PersonName) -> Bool) -> Set<Int> { Set(given.filter { isMeant($0.value.to) }.keys) }
}
