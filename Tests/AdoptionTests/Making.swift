import Fixture
import Foundation
@testable import RegistryCore

@testable import AdoptionPlugin

/// Contributions and moves as tests need them, made without a store.
enum Making {
    static let home = HomeName.unnamed
    /// 14 November 2023.
    static let day = Date(timeIntervalSince1970: 1_700_000_000)

    static func contribution(
        _ kind: KindName, about subject: Subject = .innovation(1), by author: PersonName, ordinal: Int? = nil, on date: String = "2023-11-14", _ payload: some Encodable
    ) throws -> Contribution {
        let at = Moment.date(date) ?? day
        return Contribution(
            home: home, uid: UID(), kind: kind, subject: subject, origin: subject, innovation: 1, ordinal: ordinal, author: author,
            payload: try JSONValue(encoding: payload), created: at, updated: at)
    }

    static func adoption(
        _ ordinal: Int, _ site: String, _ outcome: Adoption.Outcome = .worked, by author: PersonName = "ben", since: String? = nil, on date: String = "2023-11-14"
    ) throws -> Contribution {
        try contribution("adoption", by: author, ordinal: ordinal, on: date, Adoption(site: site, outcome: outcome, reason: "so", since: since))
    }

    static func confirmation(of adoption: Contribution, by author: PersonName = "cara") throws -> Contribution {
        try contribution("adoption-confirmation", about: .contribution(adoption.uid), by: author, Confirmation())
    }

    /// A lead's move of P1 with these contributions.
    static func move(_ contributions: [Contribution] = [], today: String = "2024-11-14") throws -> Move {
        let configuration = try Configuration(Fixture.starter.documents.map { .init(name: $0.key, version: 1, text: $0.value) })
        return Move(
            innovation: Innovation(home: home, number: 1, uid: UID(), submitter: "ana", stage: "replicating", created: day, updated: day, fields: [:]),
            stage: try configuration.stages.stage("adopted"), mover: Person(home: home, name: "lead", role: .lead, created: day),
            contributions: contributions, signals: [:], configuration: configuration, today: CalendarDate(today) ?? CalendarDate(day), explaining: true)
    }

    static func parameters(_ yaml: String) throws -> Settings { try Settings(yaml: yaml, file: "stages") }
}
