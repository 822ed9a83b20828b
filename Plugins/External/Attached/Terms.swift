import RegistryCore

/// What a plugin asks for, in words: shown before an admin attaches it, and on its page.
struct Terms {
    private let manifest: Manifest
    private let folder: String

    init(_ manifest: Manifest, in folder: String) {
        self.manifest = manifest
        self.folder = folder
    }

    var facts: [Block.Fact] {
        [
            .init("Runs", "\(manifest.executable.joined(separator: " ")), in \(folder), as your account"),
            .init("Sees", sees.joined(separator: "; ")),
            .init("May", may.joined(separator: "; ")),
            .init("Limits", "\(manifest.limits.call) seconds for an answer, \(manifest.limits.memory) MiB, answers of \(manifest.limits.reply) MiB"),
        ]
    }

    /// What of what people wrote reaches it.
    private var sees: [String] {
        let sees = manifest.sees, adds = manifest.contributes
        var all = asked
        switch sees.fields {
        case .all: all.append("all answers of innovations")
        case .these(let names) where !names.isEmpty: all.append("of innovations \(names.joined(separator: ", "))")
        case .these: break
        }
        if sees.tags { all.append("tags") }
        switch sees.signals {
        case .all: all.append("all signals")
        case .these(let names) where !names.isEmpty: all.append("the signals \(names.joined(separator: ", "))")
        case .these: break
        }
        if !sees.kinds.isEmpty { all.append("contributions of the kinds \(sees.kinds.joined(separator: ", "))") }
        if sees.people { all.append("people's names") }
        if sees.page, !adds.channels.isEmpty { all.append("whole pages that are shared by its channels") }
        return all.isEmpty ? ["nothing: it is never asked"] : all
    }

    /// What it is asked about, whatever its manifest wants to see beside.
    private var asked: [String] {
        let adds = manifest.contributes
        var all: [String] = []
        if !adds.commands.isEmpty { all.append("what is typed behind its commands, and the name, role and team of whoever types it") }
        let seesInnovations = !(adds.commands.isEmpty && adds.gates.isEmpty && adds.sections.isEmpty && adds.channels.isEmpty)
        if seesInnovations { all.append("references, stages and dates of innovations") }
        if !adds.gates.isEmpty { all.append("roles of those who promote") }
        // Signals get all that is counted; commands, gates and sections the plugin's own kinds.
        let own = adds.commands.isEmpty && adds.gates.isEmpty && adds.sections.isEmpty ? [] : adds.kinds.map(\.name)
        let kinds = Set(own).union(adds.signals.flatMap(\.kinds)).subtracting(manifest.sees.kinds)
        if !kinds.isEmpty { all.append("contributions of the kinds \(kinds.sorted().joined(separator: ", ")), whole" + (manifest.sees.people ? "" : " but for their authors")) }
        if !adds.checks.isEmpty { all.append("every text before it is saved, drafts and imports included") }
        if !adds.importers.isEmpty { all.append("the files that are imported by it") }
        if !adds.exporters.isEmpty { all.append("everything that is exported by it") }
        if !adds.channels.isEmpty { all.append("notes and targets of what is shared by its channels") }
        if !adds.observers.isEmpty { all.append("what was done to which innovation, when, and its stage, without what people wrote") }
        return all
    }

    /// What it can bring about.
    private var may: [String] {
        let adds = manifest.contributes
        var all: [String] = []
        if !adds.commands.isEmpty { all.append("find what the person at hand may see, when one of its commands runs (\(adds.commands.map(\.name).joined(separator: ", ")))") }
        if !adds.kinds.isEmpty { all.append("add contributions of its kinds as that person (\(adds.kinds.map(\.name).joined(separator: ", ")))") }
        for check in adds.checks {
            all.append("hold or refuse what is saved (\(check.name)); while it cannot answer, \(check.onFailure == .block ? "nothing is saved" : "everything passes")")
        }
        if !adds.gates.isEmpty { all.append("hold promotions where stages name its gates (\(adds.gates.map(\.name).joined(separator: ", ")))") }
        if !adds.channels.isEmpty { all.append("deliver shares (\(adds.channels.map(\.name).joined(separator: ", ")))") }
        if !adds.observers.isEmpty { all.append("be told of what was saved") }
        all.append("read and write what your account may, and use the network: it is a program")
        return all
    }
}
