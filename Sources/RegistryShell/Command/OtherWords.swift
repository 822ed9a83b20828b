import RegistryCore

/// Words that people bring from elsewhere, with the command that does it here.
///
/// They are no aliases: whoever types one is told the command's name, and learns the registry's words.
enum OtherWords {
    private static let commands: [(command: String, words: [String])] = [
        ("submit", ["new", "add", "create", "insert", "idea", "propose"]),
        ("find", ["search", "list", "ls", "grep", "select", "query", "browse", "filter", "all"]),
        ("show", ["view", "open", "cat", "read", "display", "get", "print", "describe", "info"]),
        ("edit", ["change", "update", "modify", "set", "amend", "correct"]),
        ("withdraw", ["delete", "remove", "rm", "del", "drop"]),
        ("undo", ["revert", "rollback", "reset", "restore"]),
        ("rate", ["vote", "star", "stars", "like", "score", "rating"]),
        ("similar", ["duplicate", "duplicates", "dedupe", "same"]),
        ("adopt", ["copy", "reuse", "us-too", "use"]),
        ("comment", ["note", "reply", "say", "remark"]),
        ("promote", ["approve", "accept", "advance", "move-up", "stage"]),
        ("decline", ["reject", "refuse", "deny"]),
        ("review", ["queue", "todo", "pending", "waiting", "triage"]),
        ("share", ["send", "forward", "mail", "tell"]),
        ("inbox", ["messages", "notifications", "news", "unread"]),
        ("import", ["load", "upload", "csv", "excel"]),
        ("export", ["download", "dump", "save", "csv-export"]),
        ("stats", ["count", "report", "summary", "dashboard", "statistics", "numbers"]),
        ("people", ["users", "user", "staff", "members", "roles", "login", "whoami"]),
        ("config", ["settings", "preferences", "configure", "options"]),
        ("journal", ["log", "audit", "changes"]),
        ("verify", ["check-registry", "fsck", "integrity"]),
        ("check", ["scan", "gdpr", "privacy"]),
        ("run", ["source", "script", "execute", "batch-run"]),
        ("tour", ["tutorial", "demo", "start", "intro", "learn"]),
        ("help", ["man", "usage", "commands", "?"]),
        ("quit", ["bye", "leave", "logout", "close", "q", ":q", "end"]),
    ]

    /// The command that a word from elsewhere means, among the names of a build's.
    static func command(_ word: String, among names: some Collection<String>) -> String? {
        let word = word.lowercased()
        return commands.first { $0.words.contains(word) && names.contains($0.command) }?.command
    }

    /// Whether a command is what a word from elsewhere means.
    static func means(_ word: String, _ command: String) -> Bool {
        commands.contains { $0.command == command && $0.words.contains(word.lowercased()) }
    }
}
