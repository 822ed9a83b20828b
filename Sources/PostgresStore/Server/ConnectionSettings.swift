import Foundation

/// What libpq is told of a connection beside the address: ten seconds a host, and signs of life on a silent network.
struct ConnectionSettings: Sendable {
    private let settings: [(String, String)]

    /// - Parameters:
    ///   - toStandby: whether a standby is asked for, where there is one.
    ///   - one: the only server that is asked.
    init(_ address: String, toStandby: Bool, asking one: (host: String, port: String)?) {
        // The address stands as the database's name. It may overrule what comes before it, and what comes after overrules it.
        var settings = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("fallback_application_name", "practice"), ("dbname", address), ("client_encoding", "UTF8"),
        ]
        if toStandby { settings.append(("target_session_attrs", "prefer-standby")) }
        if let one { settings += [("host", one.host), ("port", one.port), ("target_session_attrs", "any")] }
        self.settings = settings
    }

    func withTexts<Value>(_ body: (LibPQ.Texts?, LibPQ.Texts?) -> Value) -> Value {
        let names = settings.map { strdup($0.0) }, values = settings.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let keywords = names.map { $0.map { UnsafePointer($0) } } + [nil], texts = values.map { $0.map { UnsafePointer($0) } } + [nil]
        return body(keywords, texts)
    }
}
