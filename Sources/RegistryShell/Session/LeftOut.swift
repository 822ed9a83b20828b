import RegistryCore

extension Session {
    /// The commands of this build, for `help` and completion: without those of plugins that the registry leaves out.
    public var commands: [Command] {
        let ids = Set((registryThatIsThere?.assembly.leftOut ?? []).map(\.plugin.id))
        return ids.isEmpty ? allCommands : allCommands.filter { command in !(commandOwners[command.name].map(ids.contains) ?? false) }
    }

    /// Refuses a command of a plugin that adds nothing to the registry at hand.
    func allow(_ command: Command) throws {
        guard let owner = commandOwners[command.name], let plugin = plugins.first(where: { $0.id == owner }), !plugin.isIndispensable,
            let leftOut = registryThatIsThere?.assembly.leftOut.first(where: { $0.plugin.id == owner })
        else { return }
        throw leftOut.problem
    }

    /// Says once which attached plugins add nothing here although an admin approved them.
    func tellOfLeftOut(_ assembly: Assembly) {
        for leftOut in assembly.leftOut where leftOut.isTold && told.insert(leftOut.plugin.id).inserted {
            let problem = leftOut.problem
            notice(problem.what + (problem.value.map { ": “\($0)”" } ?? "") + (problem.next.map { "; \($0)" } ?? ""))
        }
    }

    /// The registry, where there is one that opens; none is made.
    private var registryThatIsThere: Registry? {
        let mayMake = mayMakeRegistry
        mayMakeRegistry = false
        defer { mayMakeRegistry = mayMake }
        return try? registry()
    }
}

extension Assembly.LeftOut {
    /// What a person is told who wants something of it.
    public var problem: Problem {
        let id = plugin.id
        switch reason {
        case .disabled: return Problem(.unavailable, "the plugin “\(id)” is disabled in this registry", next: "plugins enable \(id)")
        case .notApproved:
            return Problem(.notPermitted, "the plugin “\(id)” is attached to this machine, and no admin approved it for this registry", next: "plugins attach FOLDER, as an admin")
        case .otherApproved(let version):
            return Problem(
                .notPermitted, "the plugin “\(id)” adds nothing here: an admin approved other files of it than this machine has (version \(version))",
                next: "plugins attach FOLDER, as an admin")
        case .broken(var problem):
            problem.what = "the plugin “\(id)” adds nothing here: \(problem.what)"
            return problem
        }
    }

    /// What the home decided itself, and what it never had, needs no word each time.
    var isTold: Bool {
        switch reason {
        case .disabled, .notApproved: false
        case .otherApproved, .broken: true
        }
    }
}
