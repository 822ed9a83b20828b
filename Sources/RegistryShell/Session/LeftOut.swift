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

    /// Whether an admin of this registry let it in, and something else keeps it out.
    fileprivate var isAttachedHere: Bool {
        switch reason {
        case .disabled, .broken: true
        case .notApproved, .otherApproved: false
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

extension Session {
    /// The problem of files that nothing here reads (`importer`) or writes (`exporter`), where a plugin that adds nothing yet
    /// would: what to type, so that it does.
    public func problemOfMissing(_ point: String, _ ending: String) -> Problem? {
        let what = point == "importer" ? "nothing here reads files of this kind yet" : "nothing here writes files of this kind yet"
        // One that nobody approved here is attached as if it were not there.
        let leftOut = registryThatIsThere?.assembly.leftOut.filter(\.isAttachedHere).first { leftOut in
            ((try? leftOut.plugin.extensions(.none(file: leftOut.plugin.id))) ?? []).contains { type(of: $0).point == point && $0.handles(ending) }
        }
        let way = leftOut?.problem.next ?? plugins.lazy.compactMap { $0.bringing?.wayTo(point, ending: ending, on: self.surroundings.machine) }.first
        return way.map { Problem(.unavailable, what, value: ending, next: $0) }
    }
}

extension Extension {
    fileprivate func handles(_ ending: String) -> Bool {
        switch part {
        case .importer(let importer): importer.extensions.contains(ending)
        case .exporter(let exporter): exporter.extensions.contains(ending)
        default: false
        }
    }
}
