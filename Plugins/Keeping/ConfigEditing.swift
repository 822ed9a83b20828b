import ArgumentParser
import RegistryCore
import RegistryShell

struct EditDocument: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "edit", abstract: "Open a document in your editor ($VISUAL, else $EDITOR).")

    @Argument(help: ArgumentHelp("Which.", valueName: "document")) var name: String

    func run(_ session: Session) throws {
        let elsewhere = "config show \(name) > \(name).yaml, edit that file, then config set \(name) \(name).yaml"
        guard session.canAsk else { throw Problem(.usage, "there is no terminal to edit at", next: elsewhere) }
        let person = try session.actor().person
        guard person.role == .admin else {
            throw Problem(.notPermitted, "\(person.name) is \(person.role.rawValue) here, and only an admin may change the configuration", next: "ask an admin")
        }
        try session.require(document: name)
        // A plugin that has none yet begins with an empty one.
        let old = try session.registry().configuration.documents[name]?.text ?? ""
        let file = try EditedText(old, named: "\(name).yaml", session)
        var new = try file.edit()
        while new != old {
            do {
                try session.configure(name, text: new, file: file.path)
                file.isKept = false
                break
            } catch var problem as Problem {
                // What was typed is not lost: the file stays, and can be edited on.
                let again = problem.kind == .badInput && !session.options.yes
                problem.next = "config set \(name) \(Words.quote(file.path))"
                file.isKept = true
                guard again else { throw problem }
                for line in session.output.lines(of: problem) { session.output.message(line) }
                guard try session.confirm("Edit it again?") else { throw problem }
                new = try file.edit()
            }
        }
        if new == old { try session.report(["\(name) was not changed."], ["document": .string(name), "changed": false]) }
    }
}
