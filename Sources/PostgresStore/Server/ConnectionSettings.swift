import Foundation

/// What libpq is told of a connection beside the address: ten seconds a host, and signs of life on a silent network.
struct ConnectionSettings: Sendable {
    private let settings: [(String, String)]

    /// - Parameters:
    ///   - toStandby: whether a standby is asked for, where there is one.
    ///   - one: the only server that is asked.
    ///   - given: what people set wherever libpq looks for it.
    ///   - passwordFile: one that libpq would not read, and say so each time.
    init(_ address: String, toStandby: Bool, asking one: (host: String, port: String)?, given: [String: String] = [:], leavingOut passwordFile: String? = nil) {
        // The address stands as the database's name. It may overrule what comes before it, and what comes after overrules it;
        // service files and variables overrule nothing.
        var settings = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ].filter { given[$0.0] == nil }
        settings += [("fallback_application_name", "practice"), ("dbname", address), ("client_encoding", "UTF8")]
        if toStandby { settings.append(("target_session_attrs", "prefer-standby")) }
        if let one { settings += [("host", one.host), ("port", one.port), ("target_session_attrs", "any")] }
        // No file is below a file.
        if let passwordFile { settings.append(("passfile", passwordFile + "/none")) }
        self.settings = settings
    }

    /// Settings by which nobody is connected to: two ports of one host, which libpq refuses before it looks for passwords or for
    /// the host.
    init(nowhere address: String) { settings = [("dbname", address), ("host", "/"), ("port", "1,2")] }

    func withTexts<Value>(_ body: (LibPQ.Texts?, LibPQ.Texts?) -> Value) -> Value {
        let names = settings.map { strdup($0.0) }, values = settings.map { strdup($0.1) }
        defer { for text in names + values { free(text) } }
        let keywords = names.map { $0.map { UnsafePointer($0) } } + [nil], texts = values.map { $0.map { UnsafePointer($0) } } + [nil]
        return body(keywords, texts)
    }
}
