/// The address of a server that keeps registries, as people write it: `postgres://HOST/DATABASE`.
public enum ServerAddress {
    static let schemes = ["postgres://", "postgresql://"]

    /// What libpq knows settings by, up to version 18, and `ssl`, which it takes in an address.
    static let keywords: Set<String> = [
        "service", "servicefile", "user", "password", "passfile", "channel_binding", "connect_timeout", "dbname", "host", "hostaddr", "port",
        "client_encoding", "options", "application_name", "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "sslmode", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslcertmode", "sslpassword",
        "sslrootcert", "sslcrl", "sslcrldir", "sslsni", "sslkeylogfile", "requiressl", "requirepeer", "require_auth", "min_protocol_version", "max_protocol_version",
        "ssl_min_protocol_version", "ssl_max_protocol_version", "gssencmode", "krbsrvname", "gsslib", "gssdelegation", "replication",
        "target_session_attrs", "load_balance_hosts", "scram_client_key", "scram_server_key", "oauth_issuer", "oauth_client_id",
        "oauth_client_secret", "oauth_scope", "authtype", "tty", "ssl",
    ]

    /// Those whose values are nobody else's to read.
    public static let secrets: Set<String> = ["password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"]

    /// Whether a registry of that location is on a server, not in a file. What a person wrote, `RegistryName` reads.
    public static func isOne(_ location: String) -> Bool { schemes.contains { location.hasPrefix($0) } }

    /// The address for everybody: without who one is.
    public static func withoutLogin(_ text: String) -> String {
        guard isOne(text), let scheme = text.firstRange(of: "://") else { return text }
        var rest = text[scheme.upperBound...]
        let path = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        if let at = rest[..<path].lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        guard let question = rest.firstIndex(of: "?") else { return String(text[..<scheme.upperBound] + rest) }
        let kept = rest[rest.index(after: question)...].split(separator: "&").filter { key(of: $0) != "user" }
        return String(text[..<scheme.upperBound] + rest[..<question]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    /// What people named a registry by, without what is or could be a password: what may be shown, told and kept.
    public static func masked(_ name: String) -> String {
        switch WrittenName(name) {
        case .address(let address): Passwords.cut(maskedAddress(address))
        case .settings: maskedSettings(name.percentDecoded)
        case .nearAddress: Passwords.cut(maskedNearAddress(name.percentDecoded))
        case .path: Passwords.masked(name)
        }
    }

    /// A line that was typed, or a sentence, with everything in it masked that could be a password.
    public static func masked(inLine line: String) -> String { Passwords.masked(line) }

    private static func maskedAddress(_ text: String) -> String {
        guard let scheme = text.firstRange(of: "://") else { return text }
        var rest = String(text[scheme.upperBound...])
        let query = query(of: rest), authority = min(rest.firstIndex(of: "/") ?? rest.endIndex, query)
        if let colon = rest[..<authority].firstRange(of: #/:|%3[aA]/#)?.lowerBound {
            // A password may itself hold an @, a / or a ? that should have been escaped: the last @ before what reads as
            // settings ends it. libpq reads one only before the first slash.
            if let at = rest[colon..<query].lastIndex(of: "@") {
                rest.replaceSubrange(colon..<at, with: at < authority ? "" : ":…")
            } else {
                rest.replaceSubrange(..<authority, with: maskedHosts(rest[..<authority]))
            }
        }
        if let question = rest.firstIndex(of: "?") {
            let shown = maskedSettings(inQuery: rest[rest.index(after: question)...])
            rest = rest[..<question] + (shown.isEmpty ? "" : "?" + shown.joined(separator: "&"))
        }
        return text[..<scheme.upperBound] + rest
    }

    /// Where settings begin, and not what only looks so: behind the question mark after which there is nothing else.
    private static func query(of rest: String) -> String.Index {
        rest.indices.first { index in
            rest[index] == "?" && rest[rest.index(after: index)...].split(separator: "&", omittingEmptySubsequences: false).allSatisfy { setting in
                key(of: setting).map(keywords.contains) ?? false
            }
        } ?? rest.endIndex
    }

    /// A port that is no number is rather a password, whose host was left out.
    private static func maskedHosts(_ hosts: Substring) -> String {
        hosts.split(separator: ",", omittingEmptySubsequences: false).map { host in
            let name = host.firstIndex(of: "]") ?? host.startIndex
            guard let colon = host[name...].firstIndex(of: ":"), !host[host.index(after: colon)...].prefix(while: { $0 != "?" }).allSatisfy(\.isNumber) else { return String(host) }
            return host[..<colon] + ":…"
        }.joined(separator: ",")
    }

    /// Settings as they may be shown. What stands behind a password may be the rest of it.
    private static func maskedSettings(inQuery query: Substring) -> [String] {
        var shown: [String] = []
        var isBehindPassword = false
        for setting in query.split(separator: "&") {
            guard let key = key(of: setting) else {
                if !isBehindPassword { shown.append("…") }
                continue
            }
            let value = setting.drop { $0 != "=" }.dropFirst()
            if secrets.contains(key) {
                isBehindPassword = true
            } else if keywords.contains(key), !value.contains("="), Passwords.masked(String(value).percentDecoded) == String(value).percentDecoded {
                shown.append(String(setting))
            } else if !isBehindPassword {
                shown.append("\(key)=…")
            }
        }
        return shown
    }

    /// As libpq reads it: its key may be written in percents too.
    private static func key(of setting: Substring) -> String? {
        setting.firstIndex(of: "=").map { String(setting[..<$0]).percentDecoded.lowercased() }
    }

    /// `host=… dbname=…` up to the first keyword that is none of libpq's, or whose value is a secret.
    private static func maskedSettings(_ text: String) -> String {
        let first = assignments(in: text).first { !keywords.contains($0.keyword) || secrets.contains($0.keyword) || text[$0.value...].contains("@") }
        return Passwords.masked(first.map { text[..<$0.value] + "…" } ?? text)
    }

    /// What stands before a login is shown where it is no part of one.
    private static func maskedNearAddress(_ text: String) -> String {
        func isSign(_ character: Character) -> Bool { ":;,/\\".contains(character) }
        let sign = text.firstRange(of: "://")?.lowerBound ?? text.firstIndex(where: isSign) ?? text.endIndex
        let start = text[sign...].firstIndex { !isSign($0) } ?? text.endIndex
        let isScheme = WrittenName.scheme(of: text) != nil && !text[..<sign].contains { $0 == ":" || $0 == "@" }
        if let at = text.lastIndex(of: "@") { return (isScheme && at >= start ? text[..<start] : "") + "…" + text[at...] }
        guard isScheme else { return text[..<sign].contains(":") ? "…" : text[..<start] + "…" }
        return text[start...].firstIndex(of: ":").map { text[...$0] + "…" } ?? text
    }

    /// Each word before an equals sign, where what is given to it begins, and whether nothing stands before it.
    static func assignments(in text: String) -> [(keyword: String, value: String.Index, isFirst: Bool)] {
        text.matches(of: #/(?:^|[\s'";,&?])([A-Za-z_]+)\s*=\s*/#).map { ($0.output.1.lowercased(), $0.range.upperBound, $0.range.lowerBound == text.startIndex) }
    }
}
