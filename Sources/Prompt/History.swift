import Glibc
import RegistryCore
import RegistryShell

/// The file that remembers the commands of one registry from one session to the next.
///
/// It is `practice/history-<name>` in the XDG state folder, readable by its owner alone, in
/// Readline's format with time stamps: a line `#<seconds since 1970>`, then the entry's own lines.
/// Nothing about it can stop the prompt: what goes wrong comes back as a notice in words.
public struct HistoryFile: Sendable {
    /// The number of entries kept; older ones are dropped when the file is next loaded.
    public static let limit = 5_000
    /// The bytes that are read, from the file's end: 5,000 entries of ~800 bytes.
    static let byteLimit = 4 << 20

    public let path: String

    public init(path: String) { self.path = path }

    /// The file for a registry, by the XDG Base Directory Specification 0.8.
    ///
    /// - Parameters:
    ///   - name: any text that tells registries apart, such as a path or a URL without its password;
    ///     what cannot stand in a file's name is replaced.
    ///   - environment: reads one variable.
    public init(name: String, environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }) {
        // A relative path in an XDG variable is invalid and to be ignored, says the specification.
        let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let folder = state ?? (environment("HOME") ?? "/") + "/.local/state"
        path = folder + "/practice/history-" + Self.fileName(name)
    }

    /// Whether a command is kept: not one that begins with a blank, as in other shells, and never a password.
    package static func keeps(_ command: String) -> Bool {
        guard let first = command.first, !first.isWhitespace else { return false }
        // A server's address may hold one in several places, and a mistyped one anywhere: rather no such line than one that
        // was cut in the wrong place.
        let typing = Words.typing(command), words = (typing.words + [typing.last]).map(\.text)
        let given = words + words.compactMap { word in word.firstIndex(of: "=").map { String(word[$0...].dropFirst()) } }
        return !given.contains(where: RegistryName.mayHoldPassword) && ServerAddress.masked(inLine: command) == command
    }

    /// The entries, oldest first, and what was wrong with the file if anything was.
    public func load() -> (entries: [String], notice: String?) {
        do throws(HistoryFailure) {
            guard let file = try HistoryHandle(path, flags: O_RDONLY) else { return ([], nil) }
            var bytes = try file.tail(Self.byteLimit)
            // The first line is then the rest of one.
            if file.size > Self.byteLimit { bytes = Array(bytes.drop { $0 != 0x0A }) }
            let (all, damaged) = HistoryFormat.entries(in: bytes)
            let entries = Array(all.suffix(Self.limit))
            if all.count > Self.limit || file.size > Self.byteLimit {
                let text = entries.map { HistoryFormat.text($0.text, at: $0.time) }.joined()
                // In a folder that cannot be written it stays long, which harms nobody.
                try? file.replace(with: text)
            }
            let notice = "\(path): \(damaged) unreadable entries of the command history were skipped."
            return (entries.map(\.text), damaged == 0 ? nil : notice)
        } catch {
            return ([], notice(error, "read"))
        }
    }

    /// Adds an entry at the end, making file and folder if need be. Returns a notice if it cannot.
    public func append(_ entry: String) -> String? {
        append(entry, at: time(nil))
    }

    package func append(_ entry: String, at time: Int) -> String? {
        do throws(HistoryFailure) {
            makeFolder()
            guard let file = try HistoryHandle(path, flags: O_RDWR | O_APPEND | O_CREAT) else { return nil }
            // A crash may have cut the last entry off in the middle; it must not swallow this one.
            let gap = file.endsInNewline ? "" : "\n"
            try file.write(gap + HistoryFormat.text(entry, at: time))
            return nil
        } catch {
            return notice(error, "kept in")
        }
    }

    private func notice(_ failure: HistoryFailure, _ verb: String) -> String {
        "The command history cannot be \(verb) \(path): \(failure.reason). Everything else works."
    }

    /// Makes the folders above the file, for the owner alone as the specification asks. Failing shows
    /// when the file is opened.
    private func makeFolder() {
        for end in path.indices.dropFirst() where path[end] == "/" { mkdir(String(path[..<end]), 0o700) }
    }

    /// The name with only letters, digits, `.`, `_` and `-` (ASCII); at most 100 bytes, the end of a
    /// longer one, because that is where paths differ, and a number that tells such names apart.
    private static func fileName(_ name: String) -> String {
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        let plain = String(decoding: name.utf8.map { isPlain($0) ? $0 : 0x5F }, as: UTF8.self)
        guard plain != name || name.utf8.count > 100 else { return name }
        // FNV-1a, 64 bit: Swift's own hashes differ from run to run.
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return plain.suffix(80) + "-" + String(hash, radix: 36)
    }
}

/// Why the file could not be used, in the system's words.
struct HistoryFailure: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
    /// The reason that `errno` gives now.
    init() { reason = String(cString: strerror(errno)) }
}
