import Foundation
import RegistryCore

/// Homes, their documents, their people, and the numbers of what they have.
extension PostgresTransaction {
    func homes() throws -> [HomeName] { try all("SELECT home FROM home ORDER BY home") { try $0.home(0) } }

    func create(home: HomeName, at now: Date) throws {
        let isNew = try first("SELECT found_home(\(home), \(Moment.text(now)))") { try $0.whole(0) == 1 }
        guard isNew ?? false else { throw Problem(.refused, "one of the same key is there already", value: home.rawValue) }
    }

    func documents(of home: HomeName) throws -> [Configuration.Document] {
        if isWriting { try lock("documents", of: home) }
        return try all("SELECT name, version, text FROM document WHERE home = \(home) ORDER BY name") {
            Configuration.Document(name: try $0.text(0), version: try $0.whole(1), text: try $0.text(2))
        }
    }

    func put(_ document: Configuration.Document, in home: HomeName) throws {
        try run("""
            INSERT INTO document (home, name, version, text) VALUES (\(home), \(document.name), \(document.version), \(document.text))
            ON CONFLICT (home, name) DO UPDATE SET version = excluded.version, text = excluded.text
            """)
    }

    private static let personColumns: SQL = "home, name, role, team, organisation, login, created"

    func person(_ name: PersonName, in home: HomeName) throws -> Person? {
        try first("SELECT \(Self.personColumns) FROM person WHERE home = \(home) AND key = \(Person.key(name))", Person.init)
    }

    func person(account: String, in home: HomeName) throws -> Person? {
        try first("SELECT \(Self.personColumns) FROM person WHERE home = \(home) AND login = \(account) ORDER BY created, key LIMIT 1", Person.init)
    }

    /// Within a write nobody else adds or changes one meanwhile: two admins who take each other's role away would leave none.
    func people(of home: HomeName) throws -> [Person] {
        if isWriting { try lock("people", of: home) }
        return try all("SELECT \(Self.personColumns) FROM person WHERE home = \(home) ORDER BY key", Person.init)
    }

    func put(_ person: Person) throws {
        try run("""
            INSERT INTO person (home, key, name, role, team, team_key, organisation, login, created)
            VALUES (\(person.home), \(Person.key(person.name)), \(person.name), \(person.role.rawValue), \(person.team), \(person.team.map(Person.key)),
                \(person.organisation), \(person.login), \(Moment.text(person.created)))
            ON CONFLICT (home, key) DO UPDATE SET name = excluded.name, role = excluded.role, team = excluded.team, team_key = excluded.team_key,
                organisation = excluded.organisation, login = excluded.login, created = excluded.created
            """)
    }

    /// Until the transaction ends; readers are not held up.
    private func lock(_ what: String, of home: HomeName) throws {
        try run("SELECT hold_latch(\(home), \(what), true)")
    }

    func holdUndoing(in home: HomeName) throws { try lock("undo", of: home) }

    func reserveNumber(in home: HomeName) throws -> Int { try reserve("innovation", in: home) }
    func reserveNumbers(_ count: Int, in home: HomeName) throws -> [Int] {
        // As it is written a cluster hands it over whole to the server that has the home.
        let numbers = try first("SELECT n::text FROM reserve_many(\(home), \(count)) AS n") { try $0.text(0) }
        return try numbers.orDamaged("a counter gave no number").numbersOfArray()
    }
    func reserveBatchNumber(in home: HomeName) throws -> Int { try reserve("batch", in: home) }

    private func reserve(_ what: String, in home: HomeName) throws -> Int {
        try first("SELECT reserve(\(home), \(what))") { try $0.whole(0) }.orDamaged("a counter gave no number")
    }

    func reserveOrdinal(of kind: KindName, on innovation: Int, in home: HomeName) throws -> Int {
        try first("SELECT reserve_ordinal(\(home), \(kind), \(innovation))") { try $0.whole(0) }.orDamaged("a counter gave no number")
    }

    func keep(_ rules: [KindRule], in home: HomeName) throws {
        func written(_ value: Bool) -> String { value ? "t" : "f" }
        try run(Insert(
            into: "kind (home, name, role, others_only, one_per_author)",
            """
            SELECT \(home), k.name, k.role, k.others_only, k.one_per_author FROM unnest(\(rules.map(\.name))::text[], \(rules.map(\.role.rawValue))::text[],
                \(rules.map { written($0.othersOnly) })::boolean[], \(rules.map { written($0.onePerAuthor) })::boolean[])
                AS k (name, role, others_only, one_per_author)
            """, onConflict: """
            (home, name) DO UPDATE SET role = excluded.role, others_only = excluded.others_only, one_per_author = excluded.one_per_author
                WHERE (kind.role, kind.others_only, kind.one_per_author) IS DISTINCT FROM (excluded.role, excluded.others_only, excluded.one_per_author)
            """))
    }

    func empty(_ home: HomeName) throws {
        let isEmptied = try first("SELECT empty_home(\(home))") { try $0.whole(0) == 1 }
        guard isEmptied ?? false else { throw Problem(.refused, "somebody has used this home already, and an archive would take the place of what is theirs") }
    }
}
