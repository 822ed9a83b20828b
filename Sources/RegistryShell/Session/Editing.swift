import Foundation
import RegistryCore

/// A text in a file of its own, which only this account may read, while the person's editor has it.
///
/// The file lies in memory where the system has such a folder, since a text that a check will refuse must not touch a
/// disk; it goes with this value.
public final class EditedText {
    private let folder: URL
    private let url: URL
    private let editor: String
    private let session: Session
    public var path: String { url.path }

    /// - Parameter name: the file's, whose ending tells an editor what it is: `change.txt`.
    /// - Throws: a problem where nobody sits at a terminal, no editor is there, or the file cannot be made.
    public init(_ text: String, named name: String, _ session: Session) throws {
        self.session = session
        guard session.canAsk else { throw Problem(.usage, "there is no terminal to edit at") }
        guard let editor = EditedText.editor(session.surroundings.variables) else {
            throw Problem(.usage, "no editor is there, neither in $VISUAL or $EDITOR nor nano or vi", next: "quit, and export EDITOR=nano")
        }
        self.editor = editor
        folder = EditedText.memory(session.surroundings.variables).appending(path: "practice-\(UID().text)")
        url = folder.appending(path: name)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: url)
        } catch {
            throw Problem(.cannotCreate, "a file to edit cannot be made", value: url.path)
        }
    }

    /// Waits for the editor, and returns what it left. May be called again, to edit on.
    ///
    /// `system` and not Foundation's `Process`: that puts a child into a process group of its own, where reading
    /// the terminal stops it. `system` also keeps the editor's Ctrl-C from ending this program.
    public func edit() throws -> String {
        // A Ctrl-C in the editor was not meant for this program.
        defer { _ = session.console.interrupted() }
        let quoted = "'" + url.path.replacing("'", with: "'\\''") + "'"
        guard system("\(editor) \(quoted)") == 0 else {
            throw Problem(.interrupted, "the editor ended with an error; nothing was changed", value: editor)
        }
        guard let bytes = FileManager.default.contents(atPath: url.path), let text = String(bytes: bytes, encoding: .utf8) else {
            throw Problem(.badInput, "what the editor left is not text in UTF-8", at: .init(file: url.path))
        }
        return text
    }

    /// Whether the file is left for the person; else it goes with the value.
    public var isKept = false

    deinit { if !isKept { try? FileManager.default.removeItem(at: folder) } }

    /// `$VISUAL`, else `$EDITOR`, else the first of the usual ones that is installed.
    private static func editor(_ variables: [String: String]) -> String? {
        if let named = [variables["VISUAL"], variables["EDITOR"]].compactMap({ $0 }).first(where: { !$0.isEmpty }) { return named }
        let folders = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return ["sensible-editor", "nano", "vi"].first { name in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
        }
    }

    /// A folder in memory: the account's runtime folder (XDG), else the system's shared memory, else the usual
    /// temporary one.
    private static func memory(_ variables: [String: String]) -> URL {
        let folders = [variables["XDG_RUNTIME_DIR"], "/dev/shm"].compactMap { $0 }.filter { $0.hasPrefix("/") }
        if let folder = folders.first(where: { FileManager.default.isWritableFile(atPath: $0) }) { return URL(fileURLWithPath: folder) }
        return FileManager.default.temporaryDirectory
    }
}
