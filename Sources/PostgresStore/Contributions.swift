import RegistryCore

/// Contributions of every kind.
extension PostgresTransaction {
    private static let columns: SQL = """
        home, uid, kind, subject_type, coalesce(subject_name, subject_key), origin_type, coalesce(origin_name, origin_key),
        innovation, ordinal, author, addressee, payload, withdrawn, created, updated, held
        """

    /// Those of which `condition` holds, oldest first.
    private func contributions(_ condition: SQL) throws -> [Contribution] {
        try all("SELECT \(Self.columns) FROM contribution WHERE \(condition) ORDER BY created, uid", Contribution.init)
    }

    /// Within a write nobody adds one meanwhile, so that what is made of them is made of all of them.
    func contributions(on innovation: Int, in home: HomeName) throws -> [Contribution] {
        try hold(innovation, in: home)
        return try contributions("home = \(home) AND innovation = \(innovation)")
    }

    func contributions(on innovations: [Int], in home: HomeName) throws -> [Int: [Contribution]] {
        if isWriting { try hold(innovations, in: home) }
        let found = try contributions(of: "unnest(\(innovations)::bigint[]) WITH ORDINALITY AS s (number, place)", "c.innovation = s.number", in: home)
        return Dictionary(grouping: found) { $0.innovation ?? 0 }
    }

    func contributions(about subject: Subject, in home: HomeName) throws -> [Contribution] {
        try contributions("home = \(home) AND subject_type = \(subject.type) AND subject_key = \(subject.comparedKey)")
    }

    func contributions(about subjects: [Subject], in home: HomeName) throws -> [Contribution] {
        let several: SQL = "unnest(\(subjects.map(\.type))::text[], \(subjects.map(\.comparedKey))::text[]) WITH ORDINALITY AS s (type, key, place)"
        return try contributions(of: several, "c.subject_type = s.type AND c.subject_key = s.key", in: home)
    }

    /// Those of which `condition` holds for one of several, `s`. Each is looked up by itself, whatever the server takes the
    /// number of rows to be: of a table that was just filled it knows nothing, and would rather read all of it.
    private func contributions(of several: SQL, _ condition: SQL, in home: HomeName) throws -> [Contribution] {
        try all("""
            SELECT \(Self.columns) FROM \(several) JOIN LATERAL (SELECT c.* FROM contribution AS c WHERE c.home = \(home) AND \(condition) OFFSET 0) AS c ON true
            ORDER BY place, created, uid
            """, Contribution.init)
    }

    func contribution(_ uid: UID, in home: HomeName) throws -> Contribution? {
        try contributions("home = \(home) AND uid = \(uid)").first
    }

    func contributions(_ uids: [UID], in home: HomeName) throws -> [Contribution] {
        try contributions(of: "unnest(\(uids.map(\.text))::text[]) WITH ORDINALITY AS s (one, place)", "c.uid = s.one", in: home)
    }

    func contribution(originally innovation: Int, kinds: [KindName], ordinal: Int, in home: HomeName) throws -> Contribution? {
        try contributions("home = \(home) AND origin_innovation = \(innovation) AND kind = ANY(\(kinds)) AND ordinal = \(ordinal)").first
    }

    func contribution(of kind: KindName, by author: PersonName, origin: Subject, in home: HomeName) throws -> Contribution? {
        // The newest counts where a kind allows many.
        try contributions("""
            home = \(home) AND origin_type = \(origin.type) AND origin_key = \(origin.comparedKey) AND kind = \(kind) AND author_key = \(Person.key(author))
            """).last
    }

    func contributions(
        of kinds: [KindName], by author: PersonName?, addressedTo addressee: PersonName?, in home: HomeName, limit: Int?
    ) throws -> [Contribution] {
        var condition: SQL = "home = \(home) AND kind = ANY(\(kinds)) AND NOT withdrawn"
        if let author { condition += " AND author_key = \(Person.key(author))" }
        if let addressee { condition += " AND addressee_key = \(Person.key(addressee))" }
        return try all(
            "SELECT \(Self.columns) FROM contribution WHERE \(condition) ORDER BY created DESC, uid DESC LIMIT \(limit.map { max($0, 0) })",
            Contribution.init)
    }

    func eachContribution(in home: HomeName, _ body: (Contribution) throws -> Void) throws {
        try each("SELECT \(Self.columns) FROM contribution WHERE home = \(home) ORDER BY uid") { row in
            try body(Contribution(row))
            return true
        }
    }

    func put(_ contribution: Contribution, onePerAuthor: Bool) throws {
        let subject = contribution.subject, origin = contribution.origin
        // What is there already is changed; only then is a row added, so that the key alone settles who came first.
        let wasThere = try first("""
            SELECT change_contribution(\(contribution.home), \(contribution.uid), \(subject.type), \(subject.comparedKey), \(subject.writtenName),
                \(contribution.innovation), \(contribution.ordinal), \(contribution.addressee), \(contribution.addressee.map(Person.key)),
                \(contribution.withdrawn), \(contribution.held), \(Moment.text(contribution.updated)), \(contribution.payload.canonical))
            """) { try $0.whole(0) == 1 }
        guard wasThere != true else { return }
        let added = try run("""
            INSERT INTO contribution (home, uid, kind, subject_type, subject_key, subject_name, origin_type, origin_key, origin_name,
                origin_innovation, innovation, ordinal, author, author_key, addressee, addressee_key, withdrawn, one_per_author, created, updated,
                payload, held)
            VALUES (\(contribution.home), \(contribution.uid), \(contribution.kind), \(subject.type), \(subject.comparedKey), \(subject.writtenName),
                \(origin.type), \(origin.comparedKey), \(origin.writtenName), \(try originInnovation(of: contribution)), \(contribution.innovation),
                \(contribution.ordinal), \(contribution.author), \(Person.key(contribution.author)), \(contribution.addressee),
                \(contribution.addressee.map(Person.key)), \(contribution.withdrawn), \(onePerAuthor), \(Moment.text(contribution.created)),
                \(Moment.text(contribution.updated)), \(contribution.payload.canonical), \(contribution.held))
            ON CONFLICT DO NOTHING
            """)
        guard added == 1 else {
            throw Problem(.refused, "this person has one of this kind here already, and each may have one", value: contribution.kind)
        }
    }

    /// The innovation by which it is called (`P12.E3`): its origin, or that of the contribution which is its origin.
    /// It is found out when the contribution comes in, and no merge changes it.
    private func originInnovation(of contribution: Contribution) throws -> Int? {
        switch contribution.origin {
        case .innovation(let number): return number
        case .contribution(let uid):
            let known = try first("SELECT origin_innovation FROM contribution WHERE home = \(contribution.home) AND uid = \(uid)") { try $0.optionalWhole(0) }
            return known ?? contribution.innovation
        case .person, .configuration, .home: return nil
        }
    }
}
