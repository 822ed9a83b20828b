import RegistryCore

/// Rows of a registry that moves here or is restored: copied, a block at a time, into tables of this connection's own, and
/// inserted from there, as an import's are.
extension PostgresTransaction {
    func insert(_ rows: CarriedRows) throws {
        if carried.isEmpty { try addWordsInLargeSteps() }
        try carry(rows.people)
        try carry(rows.innovations)
        try carry(rows.texts, of: rows.home)
        try carry(rows.signals, of: rows.home)
        try carry(rows.contributions, of: rows.home)
        try carry(rows.entries, of: rows.home)
        try carry(rows.batches)
        try carry(rows.seals)
        try carry(rows.imported)
    }

    private func carry(_ people: [Person]) throws {
        let table = CarriedTable("person", "home text, key text, name text, role text, team text, team_key text, organisation text, login text, created text")
        try carry(people, through: table) { person, row in
            try row.add(person.home.rawValue, Person.key(person.name), person.name, person.role.rawValue, person.team, person.team.map(Person.key))
            try row.add(person.organisation, person.login, Moment.text(person.created))
        }
    }

    private func carry(_ innovations: [Innovation]) throws {
        let table = CarriedTable(
            "innovation", """
                home text, number bigint, uid text, source text, source_id text, submitter text, submitter_key text, stage text, visibility text, held text,
                version bigint, created text, updated text, fields jsonb
                """, also: "tags text[]")
        try carry(innovations, through: table, then: [
            Insert(into: "tag (home, innovation, tag)", "SELECT c.home, c.number, t FROM \(table.carried) AS c, unnest(c.tags) AS t WHERE c.tags <> '{}'"),
        ]) { innovation, row in
            try row.add(innovation.home.rawValue, innovation.number, innovation.uid, innovation.source, innovation.sourceID, innovation.submitter)
            try row.add(Person.key(innovation.submitter), innovation.stage, innovation.visibility.rawValue, innovation.held, innovation.version)
            try row.add(Moment.text(innovation.created), Moment.text(innovation.updated), KeptAnswers.kept(innovation.fields), innovation.tags)
        }
        for innovation in innovations { unsearched.insert(Place(number: innovation.number, home: innovation.home)) }
    }

    private func carry(_ texts: [(innovation: Int, text: SearchText)], of home: HomeName) throws {
        let table = CarriedTable(
            CarriedTable.words, "home text, innovation bigint, words tsvector, length bigint",
            otherwise: "(home, innovation) DO UPDATE SET words = excluded.words, length = excluded.length")
        var vectors = TextVectors(words: 4096)
        try carry(texts, through: table) { one, row in
            vectors.take(one.text)
            try row.add(home, one.innovation, vectors.text, vectors.length)
        }
        for (innovation, _) in texts { unsearched.remove(Place(number: innovation, home: home)) }
    }

    private func carry(_ signals: [(innovation: Int, values: [SignalName: Double])], of home: HomeName) throws {
        // One that cannot be computed is absent, on every engine.
        let each = signals.flatMap { one in one.values.filter { !$0.value.isNaN }.map { (one.innovation, $0.key, $0.value) } }
        try carry(each, through: CarriedTable("signal", "home text, innovation bigint, name text, value double precision")) { one, row in
            try row.add(home, one.0, one.1, one.2)
        }
    }

    private func carry(_ contributions: [(contribution: Contribution, onePerAuthor: Bool)], of home: HomeName) throws {
        let table = CarriedTable(
            "contribution", """
                home text, uid text, kind text, subject_type text, subject_key text, subject_name text, origin_type text, origin_key text, origin_name text,
                origin_innovation bigint, innovation bigint, ordinal bigint, author text, author_key text, addressee text, addressee_key text,
                withdrawn boolean, one_per_author boolean, created text, updated text, payload text, held text
                """)
        let origins = try originInnovations(of: contributions.map(\.contribution), in: home)
        try carry(contributions, through: table) { one, row in
            let (contribution, subject, origin) = (one.contribution, one.contribution.subject, one.contribution.origin)
            try row.add(home, contribution.uid, contribution.kind, subject.type, subject.comparedKey, subject.writtenName)
            try row.add(origin.type, origin.comparedKey, origin.writtenName, origins[contribution.uid], contribution.innovation, contribution.ordinal)
            try row.add(contribution.author, Person.key(contribution.author), contribution.addressee, contribution.addressee.map(Person.key))
            try row.add(contribution.withdrawn, one.onePerAuthor, Moment.text(contribution.created), Moment.text(contribution.updated))
            try row.add(contribution.payload.canonical, contribution.held)
        }
    }

    /// By what innovation each is called, as when it comes in alone (`originInnovation(of:)`).
    private func originInnovations(of contributions: [Contribution], in home: HomeName) throws -> [UID: Int] {
        let parents = contributions.compactMap { if case .contribution(let uid) = $0.origin { uid.text } else { nil } }
        var known: [UID: Int] = [:]
        if !parents.isEmpty {
            // Those that came before; of those that come along it is known by their turn.
            let found = try all("""
                SELECT p.uid, c.origin_innovation FROM unnest(\(parents)::text[]) AS p (uid)
                JOIN LATERAL (SELECT c.origin_innovation FROM contribution AS c WHERE c.home = \(home) AND c.uid = p.uid OFFSET 0) AS c ON true
                """) { (try $0.uid(0), try $0.optionalWhole(1)) }
            for (uid, innovation) in found { known[uid] = innovation }
        }
        for contribution in contributions {
            known[contribution.uid] = switch contribution.origin {
            case .innovation(let number): number
            case .contribution(let uid): known[uid] ?? contribution.innovation
            case .person, .configuration, .home: nil
            }
        }
        return known
    }

    private func carry(_ entries: [(batch: Int, entry: Entry)], of home: HomeName) throws {
        let table = CarriedTable(
            "entry", "home text, batch bigint, position bigint, action text, subject_type text, subject_key text, innovation bigint, digest bytea, link bytea",
            also: "salt bytea, payload text")
        try carry(entries, through: table, then: [
            Insert(
                into: "payload (home, batch, position, salt, text)",
                "SELECT c.home, c.batch, c.position, c.salt, c.payload FROM \(table.carried) AS c WHERE c.salt IS NOT NULL"),
        ]) { one, row in
            let entry = one.entry
            try row.add(home, one.batch, entry.position, entry.action.rawValue, entry.subject.type, entry.subject.key, entry.innovation)
            try row.add(entry.digest, entry.link, entry.payload?.salt, entry.payload?.text)
        }
    }

    private func carry(_ batches: [Batch]) throws {
        let table = CarriedTable(
            "batch", """
                home text, number bigint, uid text, person text, person_key text, account text, at text, command text, count bigint, head bytea, undoes text
                """)
        try carry(batches, through: table) { batch, row in
            try row.add(batch.home, batch.number, batch.uid, batch.person, Person.key(batch.person), batch.account, Moment.text(batch.at))
            try row.add(batch.command, batch.count, batch.head, batch.undoes)
        }
        // One is enough to find out by whether all of it was kept.
        if self.batches.isEmpty, let first = batches.first { self.batches.append(first) }
    }

    private func carry(_ seals: [Seal]) throws {
        try carry(seals, through: CarriedTable("seal", "home text, number bigint, batches text, digest bytea")) { seal, row in
            try row.add(seal.home, seal.number, seal.batches.map(\.text).stored, seal.digest)
        }
    }

    private func carry(_ records: [ImportedRecord]) throws {
        let table = CarriedTable("imported", "home text, source text, key text, innovation bigint, digest bytea, fields text, tags text")
        try carry(records, through: table) { record, row in
            try row.add(record.home, record.source, record.key, record.innovation, record.digest, record.fields.stored, record.tags.stored)
        }
    }
}

/// A table of the registry's, and one of this connection's own through which its rows come.
struct CarriedTable {
    /// The one that has what full text finds innovations by.
    static let words = "words"

    let name: String
    /// The registry's columns with their types, and further ones that only come along.
    let columns, also: String
    /// What becomes of a row whose key is there already.
    let otherwise: String

    init(_ name: String, _ columns: String, also: String = "", otherwise: String = "DO NOTHING") {
        (self.name, self.columns, self.also, self.otherwise) = (name, columns, also, otherwise)
    }

    var carried: SQL { "\(sql: carriedName)" }
    var carriedName: String { "carried_\(name)" }

    var creation: SQL { "CREATE TEMPORARY TABLE \(carried) (\(sql: also.isEmpty ? columns : "\(columns), \(also)")) WITH (toast_tuple_target = 8160) ON COMMIT DROP" }

    var insertion: Insert {
        let names = columns.split(separator: ",").compactMap { $0.split(whereSeparator: \.isWhitespace).first }
        return Insert(
            into: "\(name) (\(names.joined(separator: ", ")))", "SELECT \(sql: names.map { "c.\($0)" }.joined(separator: ", ")) FROM \(carried) AS c",
            onConflict: otherwise)
    }
}

extension PostgresTransaction {
    /// Takes in rows of one table. Throws `refused` when one of them is there already.
    private func carry<Row>(_ rows: [Row], through table: CarriedTable, then further: [Insert] = [], _ add: (Row, inout CarriedLines) throws -> Void) throws {
        guard !rows.isEmpty else { return }
        if carried.insert(table.name).inserted { try makeTemporary(table.creation) }
        try copy("COPY \(table.carriedName) FROM STDIN") { send in
            var lines = CarriedLines()
            for row in rows {
                try add(row, &lines)
                lines.endRow()
                guard lines.bytes.count > 1 << 18 else { continue }
                try lines.bytes.withUnsafeBytes(send)
                lines.clear()
            }
            try lines.bytes.withUnsafeBytes(send)
        }
        guard try run(table.insertion) == rows.count else { throw Problem(.refused, "one of the same key is there already", value: table.name) }
        for statement in further { try run(statement) }
        try run("TRUNCATE \(table.carried)")
    }
}
