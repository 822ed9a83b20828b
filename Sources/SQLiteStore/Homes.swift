import Foundation
import GRDB
import RegistryCore

/// Homes, their documents, their people, and the counters that number what they have.
extension SQLiteTransaction {
    func homes() throws -> [HomeName] {
        try all("SELECT home FROM home ORDER BY home", []) { try $0.home(0) }
    }

    /// Whether it is the only one here, as in every embedded registry: then a question need not look for others.
    func isAlone(_ home: HomeName) throws -> Bool {
        try first("SELECT 1 FROM home WHERE home <> ? LIMIT 1", [home.rawValue]) { _ in true } == nil
    }

    func create(home: HomeName, at now: Date) throws {
        try run("INSERT INTO home (home, created) VALUES (?, ?)", [home.rawValue, Moment.text(now)])
    }

    func documents(of home: HomeName) throws -> [RegistryCore.Configuration.Document] {
        try all("SELECT name, version, text FROM document WHERE home = ? ORDER BY name", [home.rawValue]) {
            RegistryCore.Configuration.Document(name: try $0.text(0), version: try $0.whole(1), text: try $0.text(2))
        }
    }

    func put(_ document: RegistryCore.Configuration.Document, in home: HomeName) throws {
        try run(
            "INSERT OR REPLACE INTO document (home, name, version, text) VALUES (?, ?, ?, ?)",
            [home.rawValue, document.name, document.version, document.text])
    }

    private static let personColumns = "home, name, role, team, organisation, login, created"

    func person(_ name: PersonName, in home: HomeName) throws -> Person? {
        try first("SELECT \(Self.personColumns) FROM person WHERE home = ? AND key = ?", [home.rawValue, Person.key(name)], Person.init)
    }

    func person(account: String, in home: HomeName) throws -> Person? {
        try first(
            "SELECT \(Self.personColumns) FROM person WHERE home = ? AND login = ? ORDER BY created, key LIMIT 1",
            [home.rawValue, account], Person.init)
    }

    func people(of home: HomeName) throws -> [Person] {
        try all("SELECT \(Self.personColumns) FROM person WHERE home = ? ORDER BY key", [home.rawValue], Person.init)
    }

    func people(of home: HomeName, beginning: String, limit: Int) throws -> [Person] {
        let key = Person.key(beginning)
        return try all(
            """
            SELECT \(Self.personColumns) FROM person
            WHERE home = ?1 AND (substr(key, 1, length(?2)) = ?2 OR instr(key, ' ' || ?2) > 0) ORDER BY key LIMIT ?3
            """,
            [home.rawValue, key, max(limit, 0)], Person.init)
    }

    func put(_ person: Person) throws {
        try run(
            """
            INSERT OR REPLACE INTO person (home, key, name, role, team, team_key, organisation, login, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                person.home.rawValue, Person.key(person.name), person.name, person.role.rawValue, person.team,
                person.team.map(Person.key), person.organisation, person.login, Moment.text(person.created),
            ])
    }

    func reserveNumber(in home: HomeName) throws -> Int {
        try next("innovation", of: 0, in: home, after: "SELECT max(number) FROM innovation WHERE home = ?1")
    }

    func reserveNumbers(_ count: Int, in home: HomeName) throws -> [Int] {
        let first = try reserveNumber(in: home)
        try run(
            "UPDATE counter SET last = last + ?2 WHERE home = ?1 AND name = 'innovation' AND innovation = 0", [home.rawValue, count - 1])
        return Array(first..<first + count)
    }

    func reserveBatchNumber(in home: HomeName) throws -> Int {
        try next("batch", of: 0, in: home, after: "SELECT max(number) FROM batch WHERE home = ?1")
    }

    func reserveOrdinal(of kind: KindName, on innovation: Int, in home: HomeName) throws -> Int {
        try next(
            "ordinal " + kind, of: innovation, in: home,
            after: """
                SELECT max(ordinal) FROM contribution
                WHERE home = ?1 AND origin_innovation = ?3 AND kind = substr(?2, 9) AND ordinal IS NOT NULL
                """)
    }

    /// Counts on from the last number given out, or from the largest in use, as a restored registry has rows that
    /// were numbered elsewhere. A rollback takes its numbers back, which nobody has seen then.
    private func next(_ name: String, of innovation: Int, in home: HomeName, after largest: String) throws -> Int {
        try first(
            """
            INSERT INTO counter (home, name, innovation, last) VALUES (?1, ?2, ?3, coalesce((\(largest)), 0) + 1)
            ON CONFLICT (home, name, innovation) DO UPDATE SET last = max(last + 1, excluded.last) RETURNING last
            """,
            [home.rawValue, name, innovation]
        ) { try $0.whole(0) }.orDamaged("a counter gave no number")
    }
}
