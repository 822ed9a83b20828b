import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct CheckCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Look for what may identify a citizen in a text file, before it goes anywhere.",
        discussion: "Lists where it stands, masked. Exit code 1 when something is found. Needs no registry; where there is one, its policy counts.")
    static let about = CommandAbout(.bulk, examples: [
        Example("check notes.txt", "lists what may identify somebody, by line and column"),
        Example("check - --format json", "does it for standard input, as JSON"),
    ])

    @Argument(help: ArgumentHelp("A text file, or - for standard input.", valueName: "file")) var file: String

    func run(_ session: Session) throws {
        let name = file == "-" ? "standard input" : file
        let read = try ReadText(try data(session), name: name)
        if let remark = read.remark { session.notice("\(name): \(remark)") }
        let items = CheckedText(read.text, policy: Policy.rulingIfAny(session)).items
        if items.isEmpty, session.format == .table { return try session.output.result("nothing found in \(name.visible())\n") }
        try session.show(Listing(
            [
                .init("line", "Line"), .init("column", "Column"), .init("identifier", session.format == .table ? "Looks like" : "Identifier"),
                .init("severity", "Severity"), .init("text", "Text", wraps: true),
            ],
            rows: items.map { item in
                [
                    JSONValue(item.line), JSONValue(item.column), .string(session.format == .table ? item.identifier.label : item.identifier.rawValue),
                    .string(item.severity.rawValue), .string(item.excerpt),
                ]
            }, empty: "nothing found in \(name)"))
        guard !items.isEmpty else { return }
        throw Problem(
            .refused, items.count == 1 ? "1 thing in this text may identify somebody" : "\(items.count) things in this text may identify somebody",
            value: name, next: "take them out and check again")
    }

    private func data(_ session: Session) throws -> Data {
        guard file == "-" else {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
                throw Problem(.noInput, "there is no such file", value: file, next: "check - reads standard input")
            }
            guard !isFolder.boolValue else { throw Problem(.noInput, "this is a folder, not a file", value: file) }
            guard let data = FileManager.default.contents(atPath: file) else { throw Problem(.inputOutput, "this file cannot be read", value: file) }
            return data
        }
        // At the prompt and in a script standard input is the commands themselves.
        guard !session.recent.isKept else {
            throw Problem(.usage, "here standard input is where commands come from: name a file", value: file, next: "check FILE")
        }
        do {
            return try FileHandle.standardInput.readToEnd() ?? Data()
        } catch {
            throw Problem(.inputOutput, "standard input cannot be read")
        }
    }
}

extension Policy {
    /// The policy of the registry that is open.
    static func ruling(_ session: Session) throws -> Policy {
        try session.registry().assembly.checks.lazy.compactMap { $0 as? ConfidentialityCheck }.first?.policy ?? .standard
    }

    /// The policy of the registry if there is one that can be opened; else the standard one.
    static func rulingIfAny(_ session: Session) -> Policy {
        do {
            return try ruling(session)
        } catch {
            if let problem = error as? Problem, problem.kind != .noInput { session.notice("the registry cannot be asked (\(problem.what)), so the standard policy counts") }
            return .standard
        }
    }
}
