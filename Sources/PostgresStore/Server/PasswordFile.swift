import Foundation
import RegistryCore
import Synchronization

/// The file in which libpq looks for passwords, where it does not read it: others may read it too, or it is no file.
///
/// libpq says so itself, on standard error, for each host of each attempt. Here it is said once, and libpq is not shown it.
enum PasswordFile {
    /// - Parameters:
    ///   - settings: all that libpq is told.
    ///   - tell: told of it, once in the life of a process.
    /// - Returns: its path; nil where it is read, not there, or not asked for.
    static func leftOut(_ settings: [String: String], _ tell: (String) -> Void) -> String? {
        guard let path = path(settings), let why = fault(path) else { return nil }
        if told.withLock({ $0.insert(path).inserted }) { tell("\(path) is left out with its passwords: \(why)") }
        return path
    }

    private static let told = Mutex<Set<String>>([])

    private static func path(_ settings: [String: String]) -> String? {
        guard !settings.isEmpty, settings["password"] ?? "" == "" else { return nil }
        if let named = settings["passfile"], !named.isEmpty { return named }
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        return (home.isEmpty ? NSHomeDirectory() : home) + "/.pgpass"
    }

    /// By libpq's own rule.
    private static func fault(_ path: String) -> String? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        guard facts.st_mode & S_IFMT == S_IFREG else { return "it is no file" }
        return facts.st_mode & 0o077 == 0 ? nil : "others may read it; give it mode 0600"
    }
}
