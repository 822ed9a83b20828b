import Fixture
import Foundation
@testable import RegistryCore

@testable import PromotionPlugin

/// Contributions and moves as tests need them, made without a store.
enum Making {
    static let home = HomeName.unnamed
    static let day = Date(timeIntervalSince1970: 1_700_000_000)

    static func contribution(
        _ kind: KindName, by author: PersonName = "lead", to addressee: PersonName? = nil, after minutes: Double = 0, _ payload: JSONValue
    ) -> Contribution {
        let at = day.addingTimeInterval(minutes * 60)
        return Contribution(
            home: home, uid: UID(at: at), kind: kind, subject: .innovation(1), origin: .innovation(1), innovation: 1, author: author,
            addressee: addressee, payload: payload, created: at, updated: at)
    }

    static func person(_ name: PersonName, _ role: Role) -> Person { Person(home: home, name: name, role: role, created: day) }

    /// A move of P1, which ana submitted.
    static func move(
        _ contributions: [Contribution] = [], fields: Fields = [:], tags: [String] = [], by mover: Person = person("lead", .lead)
    ) throws -> Move {
        let configuration = try Configuration(Fixture.starter.documents.map { .init(name: $0.key, version: 1, text: $0.value) })
        return Move(
            innovation: Innovation(home: home, number: 1, uid: UID(), submitter: "ana", stage: "submitted", created: day, updated: day, fields: fields, tags: tags),
            stage: try configuration.stages.stage("triaged"), mover: mover, contributions: contributions, signals: [:],
            configuration: configuration, today: CalendarDate(day), explaining: true)
    }

    static func parameters(_ yaml: String = "") throws -> Settings { try Settings(yaml: yaml, file: "stages") }
}
