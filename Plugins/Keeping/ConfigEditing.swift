import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct EditDocument: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "edit", abstract: "Open a document in your editor ($VISUAL, else $EDITOR).")

    @Argument(help: ArgumentHelp("Which.", valueName: "document")) var name: String

    func run(_ session: Session) throws {
        let elsewhere = "config show \(name) > \(name).yaml, edit that file, then config set \(name) \(name).yaml"
        guard session.canAsk else { throw Problem(.usage, "there is no terminal to edit at", next: elsewhere) }
        let variables = session.surroundings.variables
        guard let editor = [variables["VISUAL"], variables["EDITOR"]].compactMap({ $0 }).first(where: { !$0.isEmpty }) else {
            throw Problem(.usage, "no editor is set in $VISUAL or $EDITOR", next: "export EDITOR=nano, or " + elsewhere)
        }
        let person = try session.actor().person
        guard person.role == .admin else {
            throw Problem(.notPermitted, "\(person.name) is \(person.role.rawValue) here, and only an admin may change the configuration", next: "ask an admin")
        }
        try session.require(document: name)
        // A plugin that has none yet begins with an empty one.
        let old = try session.registry().configuration.documents[name]?.text ?? ""
        let file = try EditedFile(named: "\(name).yaml", text: old)
        var new = try file.edit(with: editor, session)
        while new != old {
            do {
                try session.configure(name, text: new, file: file.path)
                break
            } catch var problem as Problem {
                // What was typed is not lost: the file stays, and can be edited on.
                let again = problem.kind == .badInput && !session.options.yes
                problem.next = "config set \(name) \(Words.quote(file.path))"
                guard again else { throw problem }
                for line in ProblemText.lines(problem, width: session.output.messageWidth()) { session.output.message(line) }
                guard try session.confirm("Edit it again?") else { throw problem }
                new = try file.edit(with: editor, session)
            }
        }
        if new == old { try session.report(["\(name) was not changed."], ["document": .string(name), "changed": false]) }
        file.remove()
    }
}

/// A text in a file of its own, which only this account may read, while an editor has it.
private struct EditedFile {
    private let folder: URL
    private let url: URL
    var path: String { url.path }

    init(named name: String, text: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "practice-\(UID().text)")
        url = folder.appending(path: name)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: url)
        } catch {
            throw Problem(.cannotCreate, "a file to edit cannot be made", value: url.path)
        }
    }

    /// Waits for the editor, and returns what it left.
    ///
    /// `system` and not Foundation's `Process`: that puts a child into a process group of its own, where reading
    /// the terminal stops it. `system` also keeps the editor's Ctrl-C from ending this program.
    func edit(with editor: String, _ session: Session) throws -> String {
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

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
