import Foundation
import RegistryShell

/// All that a plugin may do: the declarations of the two folders that it is written against, and the words for what they
/// name elsewhere.
struct Surface: Sendable {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    /// The folders in which extension points are declared.
    static let folders = ["Sources/RegistryCore/Extension", "Sources/RegistryShell/Command"]

    /// A type from another folder: its first sentence, and where it is.
    struct Word: Sendable {
        var sentence: String
        var file: String
    }

    /// Read once for all pages.
    static let read = Result { try Surface() }

    /// At the top of their files, extensions among them.
    let declarations: [Declaration]
    private let words: [String: Word]

    private init() throws {
        declarations = try Surface.folders.flatMap(Surface.files).flatMap { try SourceReading.declarations(of: Surface.text(of: $0), file: $0) }
        words = Dictionary(
            try ["Sources/RegistryCore", "Sources/RegistryShell"].flatMap(Surface.files).flatMap(Surface.words), uniquingKeysWith: { first, _ in first })
    }

    static func text(of file: String) throws -> String { try String(contentsOf: root.appending(path: file), encoding: .utf8) }

    /// The Swift files in a folder and those below, in their order.
    private static func files(of folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        return names.filter { $0.hasSuffix(".swift") }.sorted().map { "\(folder)/\($0)" }
    }

    /// The public types of a file, by their first lines.
    private static func words(in file: String) throws -> [(String, Word)] {
        var doc: [String] = []
        return try text(of: file).split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            if line.hasPrefix("///") {
                doc.append(String(line.dropFirst(4)))
                return nil
            }
            defer { doc = [] }
            guard line.hasPrefix("public "), let match = line.firstMatch(of: #/^public (?:final )?(?:struct|enum|class|protocol|typealias) (\w+)/#) else { return nil }
            return (String(match.1), Word(sentence: Surface.sentence(of: doc), file: file))
        }
    }

    /// What a doc comment opens with.
    static func sentence(of doc: [String]) -> String {
        let first = doc.prefix { !$0.isEmpty }.joined(separator: " ")
        let end = first.firstRange(of: ". ")?.lowerBound ?? first.endIndex
        return first[..<end].hasSuffix(".") ? String(first[..<end]) : first[..<end] + "."
    }

    /// The type of that name, if it is declared in the folders.
    func type(_ name: String) -> Declaration? {
        declarations.first { $0.name == name && $0.keyword != "extension" && $0.isPublic }
    }

    func word(_ name: String) -> Word? { words[name] }

    /// The extension points: what builds on `Extension` and is no further protocol for them.
    var points: [Declaration] {
        declarations.filter { $0.isPublic && $0.keyword != "extension" && $0.inherited.contains("Extension") && $0.name != "ClaimsNames" }
    }

    /// What a requirement is when a type leaves it out: a member of the same text in an extension of the protocol.
    func standing(for requirement: Declaration, of type: Declaration) -> Declaration? {
        declarations.filter { $0.keyword == "extension" && $0.name == type.name }.flatMap(\.members).first { $0.isPublic && $0.text == requirement.text }
    }

    /// The types of the folders that some declarations name, and those that these name, in that order. Another point
    /// has a page of its own.
    func types(namedBy roots: [Declaration]) -> [Declaration] {
        var found: [Declaration] = []
        var rest = roots[...]
        let pages = Set(points.map(\.name) + roots.map(\.name) + ["Extension", "ClaimsNames"])
        while let next = rest.popFirst() {
            for name in next.named where !pages.contains(name) && !found.contains(where: { $0.name == name }) {
                guard let type = type(name) else { continue }
                found.append(type)
                rest.append(type)
            }
        }
        return found
    }

    /// Every public declaration that says nothing of itself, by file and line.
    var untold: [String] {
        declarations.flatMap { declaration -> [Declaration] in
            if declaration.keyword == "extension" {
                let type = type(declaration.name)
                return declaration.members.filter { member in
                    member.isPublic && member.doc.isEmpty && member.name != "point" && type?.members.contains { $0.text == member.text } != true
                }
            }
            return declaration.isPublic ? untold(declaration) : []
        }.map { "\($0.file):\($0.line): \($0.text)" }
    }

    private func untold(_ type: Declaration) -> [Declaration] {
        let members = type.publicMembers.flatMap { member -> [Declaration] in
            if Declaration.types.contains(member.keyword) { return untold(member) }
            // An operator, the point's own word, and what only takes the properties, are told elsewhere.
            let isTold = !member.doc.isEmpty || member.name.isEmpty || member.name == "point" && type.keyword != "protocol" || member.isMemberwise(in: type)
            return isTold ? [] : [member]
        }
        return (type.doc.isEmpty ? [type] : []) + members
    }
}
