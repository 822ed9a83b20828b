import GRDB
import RegistryCore

/// The tables of a registry's file.
///
/// - Every table is keyed by home first, as PostgreSQL's are, where that column says on which server a row lives.
/// - Tables are STRICT, so that a column holds what it says. There are no triggers and no foreign keys: PostgreSQL
///   spread over servers refuses the one, imports would pay for the other, and all writes come through one door.
/// - Moments are texts of 24 characters that sort as time does; uids, fields and payloads are texts that a person
///   can read in the sqlite3 shell.
/// - Where names of people are compared there is a column with `Person.key` of the name, as SQLite folds ASCII only.
enum Schema {
    /// Counts changes of the tables from 1. A file with a later one is refused.
    static let version = 3

    static func check(version found: Int, _ location: String) throws {
        guard found != 0 else { throw Problem.damaged("its schema has no version") }
        guard found >= version else {
            throw Problem(
                .unavailable, "a version of this program from before its first release made this registry", at: .init(file: location),
                details: ["it has schema version \(found), and this program knows only \(version)"],
                next: "export it with that version (export ideas.csv), and import that; nothing was changed")
        }
        guard found <= version else {
            throw Problem(
                .unavailable, "a newer version of this program made this registry", at: .init(file: location),
                details: ["it has schema version \(found), and this program knows up to \(version)"],
                next: "install the newer version; nothing was changed")
        }
    }

    /// Makes the tables in an empty file.
    static func create(_ db: Database) throws {
        try db.execute(sql: (homes + innovations + fullText + contributions + journal + personal).joined(separator: ";\n"))
        try db.execute(sql: "PRAGMA application_id = \(Probe.mark); PRAGMA user_version = \(version)")
    }

    /// Throws when tables are missing: a file that says that it is a registry and is not.
    static func checkTables(_ db: Database) throws {
        let names = try String.fetchSet(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        let missing = tables.filter { !names.contains($0) }
        guard missing.isEmpty else { throw Problem.damaged("it has no table “\(missing.joined(separator: "”, “"))”") }
    }

    private static let tables = [
        "home", "document", "person", "counter", "innovation", "answers", "tag", "signal", "search_text", "search", "contribution",
        "batch", "entry", "payload", "seal", "draft", "mark", "imported",
    ]

    private static let homes = [
        "CREATE TABLE home (home TEXT PRIMARY KEY, created TEXT NOT NULL) STRICT, WITHOUT ROWID",
        // The current version; earlier ones stand in the journal.
        """
        CREATE TABLE document (home TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (home, name)) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE person (home TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, team TEXT,
            team_key TEXT, organisation TEXT, login TEXT, created TEXT NOT NULL, PRIMARY KEY (home, key)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX person_login ON person (home, login) WHERE login IS NOT NULL",
        // The last number given out: of innovations and batches (innovation 0), and of a kind on an innovation.
        """
        CREATE TABLE counter (home TEXT NOT NULL, name TEXT NOT NULL, innovation INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (home, name, innovation)) STRICT, WITHOUT ROWID
        """,
    ]

    private static let innovations = [
        // What lists filter and sort by, in some 200 bytes, so that a hundred thousand are looked at in a blink; the
        // answers stand in a table of their own. The id is full text's name for it, as that knows whole numbers only.
        """
        CREATE TABLE innovation (id INTEGER PRIMARY KEY, home TEXT NOT NULL, number INTEGER NOT NULL, stage TEXT NOT NULL,
            visibility TEXT NOT NULL, submitter_key TEXT NOT NULL, held TEXT, version INTEGER NOT NULL, created TEXT NOT NULL,
            updated TEXT NOT NULL, uid TEXT NOT NULL, source TEXT, source_id TEXT, submitter TEXT NOT NULL,
            UNIQUE (home, number)) STRICT
        """,
        // The fields as one JSON object, with members in order. The id is the innovation's, and with it says the home.
        "CREATE TABLE answers (id INTEGER PRIMARY KEY, fields TEXT NOT NULL) STRICT",
        "CREATE INDEX innovation_stage ON innovation (home, stage)",
        "CREATE INDEX innovation_submitter ON innovation (home, submitter_key)",
        "CREATE INDEX innovation_held ON innovation (home) WHERE held IS NOT NULL",
        """
        CREATE TABLE tag (home TEXT NOT NULL, innovation INTEGER NOT NULL, tag TEXT NOT NULL,
            PRIMARY KEY (home, innovation, tag)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX tag_tag ON tag (home, tag, innovation)",
        """
        CREATE TABLE signal (home TEXT NOT NULL, innovation INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL,
            PRIMARY KEY (home, innovation, name)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX signal_value ON signal (home, name, value, innovation)",
    ]

    private static let fullText = [
        // Full text must be told the old words of a row to take them out. Most are the row's own answers and tags as
        // they stand; only those that are not are kept here, such as what contributions say.
        """
        CREATE TABLE search_text (id INTEGER PRIMARY KEY, title TEXT NOT NULL, tags TEXT NOT NULL, body TEXT NOT NULL,
            contributed TEXT NOT NULL) STRICT
        """,
        // What full text was told of each row. Its functions are this program's (`SearchedText`).
        """
        CREATE VIEW search_content AS SELECT a.id AS id, coalesce(s.title, searched_title(a.fields)) AS title,
            coalesce(s.tags, readable((SELECT group_concat(tag, ' ') FROM (SELECT t.tag FROM innovation AS i
                JOIN tag AS t ON t.home = i.home AND t.innovation = i.number WHERE i.id = a.id ORDER BY t.tag))), '') AS tags,
            coalesce(s.body, searched_body(a.fields)) AS body, coalesce(s.contributed, '') AS contributed
            FROM answers AS a LEFT JOIN search_text AS s ON s.id = a.id
        """,
        """
        CREATE VIRTUAL TABLE search USING fts5 (title, tags, body, contributed, content = 'search_content', content_rowid = 'id',
            tokenize = '\(FullText.tokenizer.joined(separator: " "))')
        """,
    ]

    private static let contributions = [
        // A subject or origin that is a person is keyed by the person's key; the name is beside it where it differs.
        """
        CREATE TABLE contribution (home TEXT NOT NULL, uid TEXT NOT NULL, kind TEXT NOT NULL, subject_type TEXT NOT NULL,
            subject_key TEXT NOT NULL, subject_name TEXT, origin_type TEXT NOT NULL, origin_key TEXT NOT NULL, origin_name TEXT,
            origin_innovation INTEGER, innovation INTEGER, ordinal INTEGER, author TEXT NOT NULL, author_key TEXT NOT NULL,
            addressee TEXT, addressee_key TEXT, withdrawn INTEGER NOT NULL, one_per_author INTEGER NOT NULL,
            created TEXT NOT NULL, updated TEXT NOT NULL, payload TEXT NOT NULL, held TEXT, PRIMARY KEY (home, uid)) STRICT
        """,
        """
        CREATE UNIQUE INDEX contribution_one_per_author ON contribution (home, origin_type, origin_key, kind, author_key)
            WHERE one_per_author = 1
        """,
        "CREATE INDEX contribution_origin ON contribution (home, origin_type, origin_key, kind, author_key)",
        "CREATE INDEX contribution_subject ON contribution (home, subject_type, subject_key)",
        "CREATE INDEX contribution_innovation ON contribution (home, innovation, created) WHERE innovation IS NOT NULL",
        "CREATE INDEX contribution_ordinal ON contribution (home, origin_innovation, kind, ordinal) WHERE ordinal IS NOT NULL",
        "CREATE INDEX contribution_author ON contribution (home, kind, author_key, created)",
        "CREATE INDEX contribution_addressee ON contribution (home, kind, addressee_key, created) WHERE addressee_key IS NOT NULL",
    ]

    private static let journal = [
        """
        CREATE TABLE batch (home TEXT NOT NULL, number INTEGER NOT NULL, uid TEXT NOT NULL, person TEXT NOT NULL,
            person_key TEXT NOT NULL, account TEXT NOT NULL, at TEXT NOT NULL, command TEXT NOT NULL, count INTEGER NOT NULL,
            head BLOB NOT NULL, undoes TEXT, PRIMARY KEY (home, number)) STRICT, WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX batch_uid ON batch (home, uid)",
        "CREATE INDEX batch_person ON batch (home, person_key, number)",
        // Entries name their batch by its number: shorter than the uid by a million times 30 bytes in an import, and
        // in the order in which they happened.
        """
        CREATE TABLE entry (home TEXT NOT NULL, batch INTEGER NOT NULL, position INTEGER NOT NULL, action TEXT NOT NULL,
            subject_type TEXT NOT NULL, subject_key TEXT NOT NULL, innovation INTEGER, digest BLOB NOT NULL, link BLOB NOT NULL,
            payload INTEGER, PRIMARY KEY (home, batch, position)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX entry_innovation ON entry (home, innovation, batch, position) WHERE innovation IS NOT NULL",
        // What `redact` erases; the digests in the entries stay, so that the chain can still be verified. A text is null
        // while it only repeats an innovation that is still as it began (`Beginnings`).
        "CREATE TABLE payload (id INTEGER PRIMARY KEY, salt BLOB NOT NULL, text TEXT) STRICT",
        """
        CREATE TABLE seal (home TEXT NOT NULL, number INTEGER NOT NULL, batches TEXT NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY (home, number)) STRICT, WITHOUT ROWID
        """,
    ]

    private static let personal = [
        """
        CREATE TABLE draft (home TEXT NOT NULL, uid TEXT NOT NULL, owner TEXT NOT NULL, owner_key TEXT NOT NULL,
            innovation INTEGER, fields TEXT NOT NULL, tags TEXT NOT NULL, cleared TEXT NOT NULL, updated TEXT NOT NULL, PRIMARY KEY (home, uid)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX draft_owner ON draft (home, owner_key, updated)",
        """
        CREATE TABLE mark (home TEXT NOT NULL, owner_key TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (home, owner_key, name)) STRICT, WITHOUT ROWID
        """,
        // Fields and tags are null while they only repeat the innovation's (`Beginnings`); the digest is always there, so
        // that a row is known to be unchanged without being read.
        """
        CREATE TABLE imported (home TEXT NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL, innovation INTEGER NOT NULL,
            digest BLOB NOT NULL, fields TEXT, tags TEXT, PRIMARY KEY (home, source, key)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX imported_innovation ON imported (home, innovation)",
    ]
}
