import RegistryCore

/// Something that a login does with SQL of its own: by whom, and with what.
struct Attack: Sendable, CustomStringConvertible {
    let login: String
    let sql: String
    var description: String { "\(login): \(sql.prefix(120))" }

    static let now = "2026-11-22T12:00:00.000Z"
    static let digest = "decode(repeat('00', 32), 'hex')"

    static func contribution(
        by author: String, key: String? = nil, on innovation: String = "1", home: String = "trafford", kind: String = "comment", payload: String = "{}",
        onePerAuthor: Bool = false, uid: String = "gen_random_uuid()::text", type: String = "innovation", subject: String? = nil, name: String = "NULL",
        origin: String? = nil, originInnovation: String? = nil, ordinal: String = "NULL", created: String = now
    ) -> String {
        """
        INSERT INTO contribution (home, uid, kind, subject_type, subject_key, subject_name, origin_type, origin_key, origin_innovation, innovation, ordinal, author,
            author_key, withdrawn, one_per_author, created, updated, payload) VALUES ('\(home)', \(uid), '\(kind)', '\(type)', '\(subject ?? innovation)', \(name), '\(type)',
            '\(origin ?? subject ?? innovation)', \(originInnovation ?? innovation), \(innovation), \(ordinal), '\(author)', '\(key ?? author)', false, \(onePerAuthor), '\(created)', '\(now)', '\(payload)')
        """
    }

    static func change(
        _ uid: UID, subject: String = "1", name: String = "NULL", innovation: String? = nil, addressee: String = "NULL", withdrawn: Bool = false, held: String = "NULL",
        payload: String
    ) -> String {
        """
        SELECT change_contribution('trafford', '\(uid)', 'innovation', '\(subject)', \(name), \(innovation ?? subject), NULL, \(addressee), \(addressee),
            \(withdrawn), \(held), '\(now)', '\(payload)')
        """
    }

    static func innovation(
        by submitter: String, key: String? = nil, stage: String = "submitted", visibility: String = "home", source: String = "NULL", home: String = "trafford",
        number: String? = nil, uid: String = "gen_random_uuid()::text", updated: String = now, fields: String = "{}"
    ) -> String {
        """
        INSERT INTO innovation (home, number, uid, source, submitter, submitter_key, stage, visibility, version, created, updated, fields)
        VALUES ('\(home)', \(number ?? "reserve('\(home)', 'innovation')"), \(uid), \(source), '\(submitter)', '\(key ?? submitter)', '\(stage)', '\(visibility)', 1,
            '\(now)', '\(updated)', '\(fields)')
        """
    }

    static func batch(
        by person: String, key: String? = nil, account: String, number: String = "reserve('trafford', 'batch')", home: String = "trafford",
        uid: String = "gen_random_uuid()::text", count: String = "1", at: String = now, undoes: String = "NULL"
    ) -> String {
        "INSERT INTO batch (home, number, uid, person, person_key, account, at, command, count, head, undoes) VALUES ('\(home)', \(number), \(uid), '\(person)', '\(key ?? person)', '\(account)', '\(at)', 'edit', \(count), \(digest), \(undoes))"
    }

    static func entry(_ batch: String, position: Int = 9, on innovation: String = "1", action: String = "revised", contribution: UID? = nil) -> String {
        let (type, key) = contribution.map { ("contribution", $0.text) } ?? ("innovation", innovation)
        return """
            INSERT INTO entry (home, batch, position, action, subject_type, subject_key, innovation, digest, link)
            VALUES ('trafford', \(batch), \(position), '\(action)', '\(type)', '\(key)', \(innovation), \(digest), \(digest))
            """
    }

    static func payload(_ batch: String, position: Int = 9) -> String { "INSERT INTO payload VALUES ('trafford', \(batch), \(position), '', '{}')" }

    /// Besieged's batch, which is ana's.
    static let anasBatch = "(SELECT uid FROM batch WHERE home = 'trafford' AND number = 1)"

    static func update(_ what: String, of number: Int, home: String = "trafford") -> String {
        "UPDATE innovation SET \(what), version = version + 1 WHERE home = '\(home)' AND number = \(number)"
    }
}
