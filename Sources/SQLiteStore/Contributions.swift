import Foundation
import GRDB
import RegistryCore

/// Contributions of every kind.
extension SQLiteTransaction {
    static let contributionColumns = """
        home, uid, kind, subject_type, coalesce(subject_name, subject_key), origin_type, coalesce(origin_name, origin_key),
        innovation, ordinal, author, addressee, payload, withdrawn, created, updated, held
        """

    /// Those of which `condition` holds, oldest first.
    private func contributions(_ condition: String, _ values: [(any DatabaseValueConvertible)?]) throws -> [Contribution] {
        try all(
            "SELECT \(Self.contributionColumns) FROM contribution WHERE \(condition) ORDER BY created, uid", values,
            Contribution.init)
    }

    func contributions(on innovation: Int, in home: HomeName) throws -> [Contribution] {
        try contributions("home = ? AND innovation = ?", [home.rawValue, innovation])
    }

    func contributions(on innovations: [Int], in home: HomeName) throws -> [Int: [Contribution]] {
        let found = try all(
            """
            SELECT \(Self.contributionColumns) FROM contribution INDEXED BY contribution_innovation
            WHERE home = ? AND innovation IN (SELECT value FROM json_each(?)) ORDER BY created, uid
            """, [home.rawValue, "[\(innovations.map(String.init).joined(separator: ","))]"], Contribution.init)
        return Dictionary(grouping: found) { $0.innovation ?? 0 }
    }

    func contributions(about subject: Subject, in home: HomeName) throws -> [Contribution] {
        try contributions(
            "home = ? AND subject_type = ? AND subject_key = ?", [home.rawValue, subject.type, subject.comparedKey])
    }

    func contribution(_ uid: UID, in home: HomeName) throws -> Contribution? {
        try contributions("home = ? AND uid = ?", [home.rawValue, uid.text]).first
    }

    func contribution(originally innovation: Int, kinds: [KindName], ordinal: Int, in home: HomeName) throws -> Contribution? {
        try contributions(
            "home = ? AND origin_innovation = ? AND kind IN (SELECT value FROM json_each(?)) AND ordinal = ?",
            [home.rawValue, innovation, kinds.stored, ordinal]
        ).first
    }

    func contribution(of kind: KindName, by author: PersonName, origin: Subject, in home: HomeName) throws -> Contribution? {
        // The newest counts where a kind allows many.
        try contributions(
            "home = ? AND origin_type = ? AND origin_key = ? AND kind = ? AND author_key = ?",
            [home.rawValue, origin.type, origin.comparedKey, kind, Person.key(author)]
        ).last
    }

    func contributions(
        of kinds: [KindName], by author: PersonName?, addressedTo addressee: PersonName?, in home: HomeName, limit: Int?
    ) throws -> [Contribution] {
        var condition = "home = ? AND kind IN (SELECT value FROM json_each(?)) AND withdrawn = 0"
        var values: [(any DatabaseValueConvertible)?] = [home.rawValue, kinds.stored]
        for (column, name) in [("author_key", author), ("addressee_key", addressee)] {
            guard let name else { continue }
            condition += " AND \(column) = ?"
            values.append(Person.key(name))
        }
        return try all(
            """
            SELECT \(Self.contributionColumns) FROM contribution WHERE \(condition)
            ORDER BY created DESC, uid DESC LIMIT ?
            """,
            values + [limit.map { max($0, 0) } ?? -1], Contribution.init)
    }

    func put(_ contribution: Contribution, onePerAuthor: Bool) throws {
        do {
            try run(
                """
                INSERT INTO contribution (home, uid, kind, subject_type, subject_key, subject_name, origin_type, origin_key,
                    origin_name, origin_innovation, innovation, ordinal, author, author_key, addressee, addressee_key, withdrawn,
                    one_per_author, created, updated, payload, held)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (home, uid) DO UPDATE SET kind = excluded.kind, subject_type = excluded.subject_type,
                    subject_key = excluded.subject_key, subject_name = excluded.subject_name,
                    origin_type = excluded.origin_type, origin_key = excluded.origin_key, origin_name = excluded.origin_name,
                    innovation = excluded.innovation, ordinal = excluded.ordinal, author = excluded.author,
                    author_key = excluded.author_key, addressee = excluded.addressee, addressee_key = excluded.addressee_key,
                    withdrawn = excluded.withdrawn, held = excluded.held, one_per_author = excluded.one_per_author, created = excluded.created,
                    updated = excluded.updated, payload = excluded.payload
                """,
                try values(of: contribution, onePerAuthor: onePerAuthor))
        } catch let problem as Problem where problem.kind == .refused {
            throw Problem(
                .refused, "this person has one of this kind here already, and each may have one", value: contribution.kind)
        }
    }

    private func values(of contribution: Contribution, onePerAuthor: Bool) throws -> [(any DatabaseValueConvertible)?] {
        let subject = contribution.subject, origin = contribution.origin
        return [
            contribution.home.rawValue, contribution.uid.text, contribution.kind, subject.type, subject.comparedKey,
            subject.writtenName, origin.type, origin.comparedKey, origin.writtenName, try originInnovation(of: contribution),
            contribution.innovation, contribution.ordinal, contribution.author, Person.key(contribution.author),
            contribution.addressee, contribution.addressee.map(Person.key), contribution.withdrawn, onePerAuthor,
            Moment.text(contribution.created), Moment.text(contribution.updated), contribution.payload.canonical, contribution.held,
        ]
    }

    /// The innovation by which it is called (`P12.E3`): its origin, or that of the contribution which is its origin.
    /// It is found out when the contribution comes in, and no merge changes it.
    private func originInnovation(of contribution: Contribution) throws -> Int? {
        switch contribution.origin {
        case .innovation(let number): return number
        case .contribution(let uid):
            let known = try first("SELECT origin_innovation FROM contribution WHERE home = ? AND uid = ?", [contribution.home.rawValue, uid.text]) {
                try $0.optionalWhole(0)
            }
            return known ?? contribution.innovation
        case .person, .configuration, .home: return nil
        }
    }
}
