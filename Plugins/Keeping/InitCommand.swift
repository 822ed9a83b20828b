import ArgumentParser
import Foundation
import RegistryCore
import RegistryShell

struct InitCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new registry, whose admin is who makes it.",
        discussion: "It stands where --registry says, and is of the home that --home names. It begins with the fields, stages, tags and evidence scale that the program carries; from then on they are the home's own, and `config` changes them.")
    static let about = CommandAbout(.keep, examples: [
        Example("init", "an empty registry"),
        Example("init --founding", "with the practices that were seen on a director's visits"),
        Example("init --registry team.registry --home trafford --as amina", "in a file of its own, for Trafford; amina is its admin"),
    ])

    @Flag(help: "Put the founding records in: practices that were seen on a director's visits.") var founding = false

    @Flag(help: "Share homes out among the servers of a Citus cluster; for a registry on PostgreSQL that has that extension.") var distributed = false

    func run(_ session: Session) throws {
        let location = try session.opener.location(session.options)
        let registry = try made(session)
        let admin = try session.actor().person
        let records = founding ? try registry.addFoundingRecords(session.starter.founding, as: session.actor()).innovations : []
        let account = admin.login ?? admin.name
        var lines = [
            "There is a new registry at \(location), for the home “\(registry.home)”.",
            "Its admin is \(admin.name). Without --as, the \(registry.knowsLogins ? "login" : "system account") \(account) is \(admin.name).",
        ]
        if let first = records.first, let last = records.last {
            lines.append("It has \(counted(records.count, "founding record", "founding records")): \(first.reference) to \(last.reference).")
        }
        lines.append("next: " + session.typed(records.isEmpty ? "submit" : "find"))
        lines += ["people add NAME --role lead", "help"].map { "      " + session.typed($0) }
        try session.report(lines, [
            "registry": .string(location), "home": .string(registry.home.rawValue), "admin": .string(admin.name),
            "account": .string(account), "innovations": JSONValue(records.count),
        ])
    }

    private func made(_ session: Session) throws -> Registry {
        do {
            return try session.makeRegistry(home: try session.homeName() ?? .unnamed, distributed: distributed)
        } catch var problem as Problem where problem.kind == .cannotCreate {
            let isThere = FileManager.default.fileExists(atPath: try session.opener.location(session.options))
            problem.next = problem.next ?? (isThere ? "\(session.typed("find"))" : "make that folder") + ", or choose another place with --registry"
            throw problem
        }
    }
}

struct QuitCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "quit", abstract: "Leave the prompt; Ctrl-D does the same.", aliases: ["exit"])
    static let about = CommandAbout(.keep, examples: [Example("quit", "leaves; all that was said to be saved is saved")])

    func run(_ session: Session) throws { throw Shell.Leaving() }
}
