import RegistryCore
import RegistryShell

/// What the list of attached plugins keeps of an outline, and how it is read again: lists in a fixed order, since every
/// start reads it.
protocol Outlined {
    /// Nil where it is not what `json` gives.
    init?(_ json: JSONValue)
    var json: JSONValue { get }
}

extension Outline: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 13, let id = list[0].string, let version = list[1].string, let summary = list[2].string,
            let commands = [CommandOutline](list[3]), let kinds = [KindOutline](list[4]), let signals = [SignalPart](list[5]), let checks = [CheckPart](list[6]),
            let gates = [GateOutline](list[7]), let importers = [FormatPart](list[8]), let exporters = [FormatPart](list[9]), let channels = [ChannelPart](list[10]),
            let sections = [SectionPart](list[11]), let observers = [ObserverPart](list[12])
        else { return nil }
        self.init(
            id: id, version: version, summary: summary, commands: commands, kinds: kinds, signals: signals, checks: checks, gates: gates,
            importers: importers, exporters: exporters, channels: channels, sections: sections, observers: observers)
    }

    var json: JSONValue {
        [
            .string(id), .string(version), .string(summary), commands.json, kinds.json, signals.json, checks.json, gates.json, importers.json,
            exporters.json, channels.json, sections.json, observers.json,
        ]
    }
}

extension CommandOutline: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 5, let name = list[0].string, let aliases = [String](list[1]), let group = list[2].string.flatMap({ Command.Group.byWord[$0] }),
            let summary = list[3].string, let examples = [Example](list[4])
        else { return nil }
        self.init(name: name, aliases: aliases, group: group, summary: summary, examples: examples)
    }

    var json: JSONValue { [.string(name), aliases.json, .string(group.word), .string(summary), examples.json] }
}

extension KindOutline: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 5, let name = list[0].string, let letter = list[1].string, let onePerAuthor = list[2].bool,
            let role = list[3].string.flatMap(Role.init), let othersOnly = list[4].bool
        else { return nil }
        self.init(name: name, letter: letter.first, onePerAuthor: onePerAuthor, role: role, othersOnly: othersOnly)
    }

    var json: JSONValue { [.string(name), .string(letter.map(String.init) ?? ""), .bool(onePerAuthor), .string(role.rawValue), .bool(othersOnly)] }
}

extension SignalPart: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 3, let name = list[0].string, let label = list[1].string, let kinds = [String](list[2]) else { return nil }
        self.init(name: name, label: label, kinds: Set(kinds))
    }

    var json: JSONValue { [.string(name), .string(label), kinds.sorted().json] }
}

extension CheckPart: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 3, let name = list[0].string, let summary = list[1].string, let onFailure = list[2].string.flatMap(OnFailure.init) else { return nil }
        self.init(name: name, summary: summary, onFailure: onFailure)
    }

    var json: JSONValue { [.string(name), .string(summary), .string(onFailure.rawValue)] }
}

extension GateOutline: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 2, let name = list[0].string, let summary = list[1].string else { return nil }
        self.init(name: name, summary: summary)
    }

    var json: JSONValue { [.string(name), .string(summary)] }
}

extension FormatPart: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 4, let name = list[0].string, let summary = list[1].string, let endings = [String](list[2]), let options = [Option](list[3])
        else { return nil }
        self.init(name: name, summary: summary, endings: endings, options: options)
    }

    var json: JSONValue { [.string(name), .string(summary), endings.json, options.json] }
}

extension FormatPart.Option: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 2, let name = list[0].string, let help = list[1].string else { return nil }
        self.init(name: name, help: help)
    }

    var json: JSONValue { [.string(name), .string(help)] }
}

extension ChannelPart: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 3, let name = list[0].string, let summary = list[1].string, let needsReceiver = list[2].bool else { return nil }
        self.init(name: name, summary: summary, needsReceiver: needsReceiver)
    }

    var json: JSONValue { [.string(name), .string(summary), .bool(needsReceiver)] }
}

extension SectionPart: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 4, let name = list[0].string, let title = list[1].string, let order = list[2].integer, let kinds = [String](list[3]) else { return nil }
        self.init(name: name, title: title, order: order, kinds: kinds)
    }

    var json: JSONValue { [.string(name), .string(title), JSONValue(order), kinds.json] }
}

extension ObserverPart: Outlined {
    /// Null stands for all actions.
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 3, let name = list[0].string, let summary = list[1].string else { return nil }
        var actions: [Action]?
        if !list[2].isNull {
            guard let named = [Action](list[2]) else { return nil }
            actions = named
        }
        self.init(name: name, summary: summary, actions: actions.map(Set.init))
    }

    var json: JSONValue { [.string(name), .string(summary), actions.map { $0.sorted { $0.rawValue < $1.rawValue }.json } ?? .null] }
}

extension Action: Outlined {
    init?(_ json: JSONValue) {
        guard let name = json.string else { return nil }
        self.init(rawValue: name)
    }

    var json: JSONValue { .string(rawValue) }
}

extension Example: Outlined {
    init?(_ json: JSONValue) {
        guard let list = json.array, list.count == 2, let line = list[0].string, let note = list[1].string else { return nil }
        self.init(line, note)
    }

    var json: JSONValue { [.string(line), .string(note)] }
}

extension String: Outlined {
    init?(_ json: JSONValue) {
        guard let text = json.string else { return nil }
        self = text
    }

    var json: JSONValue { .string(self) }
}

extension Array where Element: Outlined {
    fileprivate init?(_ json: JSONValue) {
        guard let list = json.array else { return nil }
        self = list.compactMap(Element.init)
        guard count == list.count else { return nil }
    }

    fileprivate var json: JSONValue { .array(map(\.json)) }
}
