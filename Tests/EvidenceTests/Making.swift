import Fixture
import Foundation
@testable import RegistryCore

@testable import EvidencePlugin

/// Contributions and moves as tests need them, made without a store.
enum Making {
    static let home = HomeName.unnamed
    static let day = Date(timeIntervalSince1970: 1_700_000_000)

    static func configuration() throws -> Configuration {
        try Configuration(Fixture.starter.documents.map { .init(name: $0.key, version: 1, text: $0.value) })
    }

    static func contribution(
        _ kind: KindName, about subject: Subject = .innovation(1), by author: PersonName, ordinal: Int? = nil, after minutes: Double = 0, _ payload: some Encodable
    ) throws -> Contribution {
        let at = day.addingTimeInterval(minutes * 60)
        return Contribution(
            home: home, uid: UID(at: at), kind: kind, subject: subject, origin: subject, innovation: 1, ordinal: ordinal, author: author,
            payload: try JSONValue(encoding: payload), created: at, updated: at)
    }

    static func evidence(_ ordinal: Int, _ kind: String = "observation", _ strength: Int = 1, _ direction: String = "better") throws -> Contribution {
        try contribution("evidence", by: "ana", ordinal: ordinal, Evidence(kind: kind, strength: strength, direction: direction, finding: "seen"))
    }

    static func assessment(of evidence: Contribution, _ strength: Int, flags: [String] = [], by lead: PersonName = "lead", after minutes: Double = 1) throws -> Contribution {
        try contribution("assessment", about: .contribution(evidence.uid), by: lead, after: minutes, Assessment(strength: strength, flags: flags))
    }

    /// A lead's move of P1 with these contributions; signals follow from them as in the registry.
    static func move(_ contributions: [Contribution] = [], fields: Fields = [:]) throws -> Move {
        let configuration = try configuration()
        var signals: [SignalName: Double] = [:]
        for signal in [EvidenceLevel(), EvidenceCount(), EvidenceWaiting(), EvidenceHarm()] as [any Signal] {
            let relevant = contributions.filter { signal.kinds.contains($0.kind) }
            signals[signal.name] = relevant.isEmpty ? nil : try signal.value(of: relevant)
        }
        return Move(
            innovation: Innovation(home: home, number: 1, uid: UID(), submitter: "ana", stage: "developing", created: day, updated: day, fields: fields),
            stage: try configuration.stages.stage("promising"), mover: Person(home: home, name: "lead", role: .lead, created: day),
            contributions: contributions, signals: signals, configuration: configuration, today: CalendarDate(day), explaining: true)
    }

    static func parameters(_ yaml: String) throws -> Settings { try Settings(yaml: yaml, file: "stages") }
}
