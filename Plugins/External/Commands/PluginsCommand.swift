import ArgumentParser
import RegistryCore
import RegistryShell

struct PluginsCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "What this build is made of: each plugin, and what it adds where.")
    static let about = CommandAbout(.keep, examples: [
        Example("plugins", "every plugin"),
        Example("plugins keeping", "what one of them adds, each with a line"),
    ])

    @Argument(help: ArgumentHelp("Which plugin.", valueName: "plugin")) var id: String?

    func run(_ session: Session) throws {
        let members = try assembly(session).members
        guard let id else { return try list(members, session) }
        guard let member = members.first(where: { $0.plugin.id == id }) else {
            throw Problem.unknown("plugin", id, among: members.map(\.plugin.id), kind: .noInput, next: "plugins")
        }
        try show(member, session)
    }

    /// As the home has configured it; as it comes where there is no registry, or one that cannot be opened.
    private func assembly(_ session: Session) throws -> Assembly {
        if let registry = try? session.registry() { return registry.assembly }
        return try Assembly(session.plugins)
    }

    private func list(_ members: [Assembly.Member], _ session: Session) throws {
        let forPeople = [.table, .markdown].contains(session.format)
        try session.show(Listing(
            [.init("id", "Plugin"), .init("version", "Version"), .init("summary", "Summary", wraps: true), .init("from", "")]
                + [.init("contributes", "Adds", wraps: true)],
            rows: members.map { member in
                let plugin = member.plugin
                let adds = member.byPoint.map { "\($0.point): \($0.extensions.map(\.name).joined(separator: ", "))" }
                return [
                    .string(plugin.id), .string(plugin.version), .string(plugin.summary), .string(plugin.from.rawValue),
                    forPeople ? .string(adds.joined(separator: "; ")) : member.contributes,
                ]
            }, empty: "this build has no plugins"))
    }

    private func show(_ member: Assembly.Member, _ session: Session) throws {
        let plugin = member.plugin
        let blocks: [Block] = [
            .heading("\(plugin.id) \(plugin.version), \(plugin.from.rawValue)"), .paragraph(plugin.summary),
        ] + member.byPoint.flatMap { point, extensions -> [Block] in
            [.heading(point), .facts(extensions.map { Block.Fact($0.name, $0.line) })]
        }
        try session.show(blocks, [
            "id": .string(plugin.id), "version": .string(plugin.version), "summary": .string(plugin.summary),
            "from": .string(plugin.from.rawValue), "contributes": member.contributes,
            "extensions": .array(member.extensions.map { value in
                ["point": .string(type(of: value).point), "name": .string(value.name), "summary": .string(value.line)]
            }),
        ])
    }
}

extension Assembly.Member {
    /// Its extensions by point, in the order in which it brings them.
    fileprivate var byPoint: [(point: String, extensions: [any Extension])] {
        var points: [(point: String, extensions: [any Extension])] = []
        for value in extensions {
            let point = type(of: value).point
            if let index = points.firstIndex(where: { $0.point == point }) {
                points[index].extensions.append(value)
            } else {
                points.append((point, [value]))
            }
        }
        return points
    }

    /// The names of its extensions by point, for programs.
    fileprivate var contributes: JSONValue {
        .object(JSONObject(byPoint.map { ($0.point, .array($0.extensions.map { .string($0.name) })) }))
    }
}

extension Extension {
    /// What it is, in one line.
    fileprivate var line: String {
        switch self {
        case let command as Command: command.summary
        case let check as any Check: check.summary
        case let gate as any Gate: gate.summary
        case let importer as any Importer: importer.summary
        case let exporter as any Exporter: exporter.summary
        case let channel as any Channel: channel.summary
        case let observer as any Observer: observer.summary
        case let signal as any Signal: "\(signal.label), from \(signal.kinds.sorted().joined(separator: ", "))"
        case let section as any Section: section.title
        case let kind as any Kind:
            (kind.onePerAuthor ? "one an author" : "any number") + (kind.letter.map { ", called P1.\($0)1" } ?? "")
        default: ""
        }
    }
}
