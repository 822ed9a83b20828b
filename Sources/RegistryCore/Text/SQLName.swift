/// The name of a role or a database as it stands in SQL that somebody is told to run.
public enum SQLName {
    /// Bare if a server reads it so, else in `"…"`: bare, `Lea` would be another login, `lea`.
    public static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.first.map { $0 == UInt8(ascii: "_") || isLetter($0) } ?? false
            && name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
        return isPlain && !reserved.contains(name) ? name : "\"\(name.replacing("\"", with: "\"\""))\""
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    /// Key words that name nothing unless they are quoted (https://www.postgresql.org/docs/current/sql-keywords-appendix.html), and
    /// those that name everybody and nobody.
    private static let reserved: Set<String> = [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary", "both", "case", "cast",
        "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
        "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct",
        "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in",
        "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime",
        "localtimestamp", "natural", "none", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing",
        "primary", "public", "references", "returning", "right", "select", "session_user", "similar", "some", "symmetric", "system_user",
        "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose", "when", "where",
        "window", "with",
    ]
}
