import Foundation
import RegistryCore

/// Records to try a store with.
extension HomeName {
    private static func known(_ name: String) -> HomeName { HomeName(rawValue: name) ?? .unnamed }
    static let trafford = known("trafford")
    static let salford = known("salford")
}

extension Date {
    /// A moment by its text, cut to what a store keeps.
    static func at(_ text: String) -> Date { Moment.date(text) ?? .distantPast }
    static let noon = at("2026-11-22T12:00:00.000Z")
}

extension Person {
    static func sample(_ name: String, _ role: Role = .staff, team: String? = nil, login: String? = nil, home: HomeName = .trafford) -> Person {
        Person(home: home, name: name, role: role, team: team, organisation: "The council", login: login, created: .noon)
    }
}

extension Innovation {
    static func sample(
        _ number: Int, home: HomeName = .trafford, by submitter: PersonName = "ana", stage: StageName = "submitted",
        visibility: Visibility = .home, held: String? = nil, source: (String, String)? = nil,
        created: String = "2026-11-22T12:00:00.000Z", fields: Fields = [:], tags: [String] = []
    ) -> Innovation {
        Innovation(
            home: home, number: number, uid: UID(), source: source?.0, sourceID: source?.1, submitter: submitter, stage: stage,
            visibility: visibility, held: held, created: .at(created), updated: .at(created),
            fields: ["title": .text("Number \(number)")].merging(fields) { $1 }, tags: tags)
    }
}

extension Contribution {
    static func sample(
        _ kind: KindName, on subject: Subject, by author: PersonName = "ana", to addressee: PersonName? = nil, innovation: Int? = nil,
        ordinal: Int? = nil, payload: JSONValue = ["value": 4], at created: String = "2026-11-22T12:00:00.000Z",
        home: HomeName = .trafford
    ) -> Contribution {
        var bearsOn = innovation
        if case .innovation(let number) = subject { bearsOn = bearsOn ?? number }
        return Contribution(
            home: home, uid: UID(), kind: kind, subject: subject, origin: subject, innovation: bearsOn, ordinal: ordinal,
            author: author, addressee: addressee, payload: payload, created: .at(created), updated: .at(created))
    }
}

extension Batch {
    /// A batch of that number, with one entry for each subject. Digests are made up: a store only keeps them.
    static func sample(
        _ number: Int, by person: PersonName = "ana", about subjects: [Subject] = [.innovation(1)], undoes: UID? = nil,
        home: HomeName = .trafford
    ) -> (batch: Batch, entries: [Entry]) {
        let uid = UID()
        let entries = subjects.enumerated().map { index, subject in
            var innovation: Int?
            if case .innovation(let number) = subject { innovation = number }
            let digest = Digest.of([Array("\(number).\(index)".utf8)])
            return Entry(
                home: home, batch: uid, position: index + 1, action: .revised, subject: subject, innovation: innovation,
                payload: Entry.Payload(
                    changes: [Change("field.title", was: nil, now: .string("“\(index)”\n"))], reason: "because", salt: Array(0..<16)),
                digest: digest, link: Digest.of([digest.bytes]))
        }
        let batch = Batch(
            home: home, uid: uid, number: number, person: person, account: "system", at: .noon, command: "edit",
            count: entries.count, head: entries.last?.link ?? .nothing, undoes: undoes)
        return (batch, entries)
    }
}

extension Trial {
    /// Makes a home with people: ana and ben of one team, cem of another, dot of none; lea leads, ada is admin.
    func settle(_ home: HomeName = .trafford) throws {
        try write { writer in
            try writer.create(home: home, at: .noon)
            for person in [
                Person.sample("ana", team: "Travel", home: home), .sample("ben", team: "travel", home: home),
                .sample("cem", team: "Carers", home: home), .sample("dot", home: home), .sample("lea", .lead, home: home),
                .sample("ada", .admin, home: home),
            ] { try writer.put(person) }
        }
    }

    func viewer(_ name: PersonName, in home: HomeName = .trafford) throws -> Viewer {
        Viewer(try read { try $0.person(name, in: home) } ?? .sample(name, home: home))
    }

    /// Adds innovations, found by their title, tags and other texts.
    func add(_ innovations: [Innovation]) throws {
        try write { writer in
            for innovation in innovations {
                try writer.insert(innovation)
                try writer.index(SearchText(innovation), of: innovation.number, in: innovation.home)
            }
        }
    }

    /// The numbers that a lead finds, in the order found.
    func numbers(_ condition: Condition, order: Query.Order = .relevance, descending: Bool = false, limit: Int? = nil, offset: Int = 0) throws -> [Int] {
        let query = Query(
            viewer: try viewer("lea"), condition: condition, order: order, descending: descending, limit: limit, offset: offset)
        return try read { try $0.find(query) }.map(\.innovation.number)
    }
}
