import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct ConfigCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The home's own fields, stages, tags and evidence scale, and its plugins' settings.",
        discussion: "Each is a document in YAML. A document that does not read is refused, with file and line; nothing is changed then.",
        subcommands: [ListDocuments.self, ShowDocument.self, SetDocument.self, EditDocument.self], defaultSubcommand: ListDocuments.self)
    static let about = CommandAbout(.keep, examples: [
        Example("config", "which documents there are"),
        Example("config show fields", "the fields, as a file that can be edited"),
        Example("config set fields fields.yaml", "puts an edited file in its place"),
        Example("config edit stages", "opens the stages in your editor"),
    ])

    /// Never runs: the subcommands do.
    func run(_ session: Session) throws {}
}

struct ListDocuments: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Which documents there are.")

    func run(_ session: Session) throws {
        let registry = try session.registry()
        let documents = registry.configuration.documents
        try session.show(Listing(
            [.init("name", "Name"), .init("version", "Version"), .init("read_by", "Read by")],
            rows: documents.values.sorted { $0.name < $1.name }.map { document in
                let isOwn = (Configuration.own + Configuration.further).contains(document.name)
                return [.string(document.name), JSONValue(document.version), .string(isOwn ? "the registry" : "the plugin \(document.name)")]
            }, empty: "there are none"))
    }
}

struct ShowDocument: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One document, as it stands.")

    @Argument(help: ArgumentHelp("Which.", valueName: "document")) var name: String

    func run(_ session: Session) throws {
        let document = try session.document(name)
        switch session.format {
        case .table, .markdown:
            // Into a file or a pipe it goes as it is, so that `config set` takes it back unchanged.
            guard let width = session.output.width() else { return try session.output.result(document.text) }
            let lines = document.text.visible(keepingNewlines: true).split(separator: "\n", omittingEmptySubsequences: false)
            try session.output.result(lines.flatMap { ShowDocument.fitted(String($0), to: width) }.joined(separator: "\n"))
        case .json, .jsonl, .csv:
            try session.report([], [
                "name": .string(document.name), "version": JSONValue(document.version), "text": .string(document.text),
            ])
        }
    }
}

extension ShowDocument {
    /// A line of a document as a terminal shows it: one that is too long goes on below, under its own beginning.
    private static func fitted(_ line: String, to width: Int) -> [String] {
        guard line.displayWidth > width else { return [line] }
        let indent = String(line.prefix { $0 == " " || $0 == "#" || $0 == "-" }.prefix(width / 2))
        let rest = String(line.dropFirst(indent.count))
        return Wrapping.wrap(rest, to: width - indent.count, hanging: 2).enumerated().map { index, part in
            (index == 0 || indent.hasPrefix("#") ? indent : String(repeating: " ", count: indent.count)) + part
        }
    }
}

struct SetDocument: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "set", abstract: "Put a file in the place of a document.")

    @Argument(help: ArgumentHelp("Which.", valueName: "document")) var name: String
    @Argument(help: ArgumentHelp("The file; - for standard input.", valueName: "file")) var file: String

    func run(_ session: Session) throws {
        try session.require(document: name)
        try session.configure(name, text: try text(), file: file == "-" ? "standard input" : file)
    }

    private func text() throws -> String {
        let bytes: Data
        if file == "-" {
            bytes = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard FileManager.default.fileExists(atPath: file) else {
                throw Problem(.noInput, "there is no such file", value: file, next: "config show \(name) > \(Words.quote(file))")
            }
            // By a handle, as what stands there may be a pipe: `config set tags <(…)`.
            guard let read = try? FileHandle(forReadingAtPath: file)?.readToEnd() ?? Data() else {
                throw Problem(.inputOutput, "this file cannot be read", value: file, next: "look at who may read it")
            }
            bytes = read
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw Problem(.badInput, "this is not text in UTF-8", at: .init(file: file), next: "save it as UTF-8 and try again")
        }
        return text
    }
}

extension Session {
    /// Throws a problem with the nearest name where the home has no such document and could have none.
    func require(document name: String) throws {
        let registry = try registry()
        let documents = registry.configuration.documents
        guard documents[name] == nil, !registry.documentNames.contains(name) else { return }
        let names = registry.documentNames
        throw Problem(
            .noInput, "there is no configuration document of that name", value: name, allowed: documents.keys.sorted(),
            nearest: Nearest.match(name, among: names), next: "config")
    }

    /// A document of the home. Throws also for a plugin that has none yet.
    func document(_ name: String) throws -> Configuration.Document {
        try require(document: name)
        guard let document = try registry().configuration.documents[name] else {
            throw Problem(.noInput, "the plugin \(name) has no settings of its own here", next: "config set \(name) FILE")
        }
        return document
    }

    /// Puts a text in the place of a document, and tells what changed.
    ///
    /// - Parameter file: what errors call the text: its path.
    func configure(_ name: String, text: String, file: String) throws {
        let before = try registry().configuration.documents[name]
        let outcome: Outcome
        do {
            outcome = try perform([.configure(name: name, text: text)], command: "config")
        } catch var problem as Problem {
            // The core knows the document by its own name; the person knows the file.
            if let known = problem.place?.file, [name, "\(name).yaml"].contains(known) { problem.place?.file = file }
            throw problem
        }
        try reopen()
        let version = try registry().configuration.documents[name]?.version ?? 1
        let change = DocumentChange(of: name, from: before?.text ?? "", to: text)
        try report(
            outcome.batch == nil ? ["\(name) is so already; nothing was changed."] : ["\(name) is at version \(version) now: \(change.lines)."] + change.names,
            [
                "document": .string(name), "version": JSONValue(version), "changed": .bool(outcome.batch != nil),
                "lines_added": JSONValue(change.added), "lines_taken_out": JSONValue(change.takenOut),
                "batch": JSONValue(outcome.batch.map { Double($0.number) }),
            ])
    }
}
