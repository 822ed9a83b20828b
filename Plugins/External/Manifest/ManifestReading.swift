import RegistryCore
import RegistryShell

extension Manifest {
    /// Reads a `plugin.yaml` strictly. Throws a problem by file and line.
    init(_ settings: Settings) throws {
        try settings.only(["id", "version", "protocol", "summary", "documentation", "executable", "contributes", "sees", "limits", "settings"])
        id = try settings.pattern("id", "lower-case words joined by hyphens") { $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") } }
        guard !Manifest.reserved.contains(id) else {
            throw settings["id"]?.problem("this id is taken by the registry itself", value: id) ?? settings.problem("“id” is missing")
        }
        version = try settings.text("version")
        guard let spoken = try settings.whole("protocol") else { throw settings.problem("“protocol” is missing", allowed: ["1"]) }
        guard spoken == Manifest.protocolVersion else {
            throw settings["protocol"]?.problem("this program speaks another version of the protocol", value: String(spoken), allowed: ["1"]) ?? settings.problem("“protocol” is missing")
        }
        summary = try settings.text("summary")
        documentation = try settings.optionalText("documentation")
        guard let program = settings["executable"] else { throw settings.problem("“executable” is missing") }
        executable = try program.textsOrOne()
        guard executable.first?.isEmpty == false else { throw program.problem("“executable” names no program") }
        contributes = try settings["contributes"].map { try Contributed($0) } ?? Contributed()
        sees = try settings["sees"].map { try Sight($0) } ?? Sight()
        limits = try settings["limits"].map { try Limits($0) } ?? Limits()
        self.settings = try settings["settings"].map { try Shape(object: $0) }
    }

    /// Ids under which the registry keeps documents of its own.
    private static let reserved = Set(Configuration.own + Configuration.further)
}

extension Manifest.Sight {
    init(_ settings: Settings) throws {
        try settings.only(["fields", "tags", "signals", "kinds", "people", "page"])
        fields = try Manifest.Selected(settings["fields"])
        tags = try settings.bool("tags", default: false)
        signals = try Manifest.Selected(settings["signals"])
        kinds = try settings.texts("kinds")
        people = try settings.bool("people", default: false)
        page = try settings.bool("page", default: false)
    }
}

extension Manifest.Selected {
    init(_ settings: Settings?) throws {
        let names = try settings?.textsOrOne() ?? []
        self = names == ["all"] ? .all : .these(names)
    }
}

extension Manifest.Limits {
    init(_ settings: Settings) throws {
        try settings.only(["start", "call", "memory", "reply"])
        start = try settings.whole("start", in: 1...60) ?? start
        call = try settings.whole("call", in: 1...3600) ?? call
        memory = try settings.whole("memory", in: 16...8192) ?? memory
        reply = try settings.whole("reply", in: 1...64) ?? reply
    }
}

extension Manifest.Contributed {
    init(_ settings: Settings) throws {
        try settings.only(["commands", "kinds", "signals", "checks", "gates", "importers", "exporters", "channels", "sections", "observers"])
        commands = try settings.items("commands").map { try CommandPart($0) }
        kinds = try settings.items("kinds").map { try KindPart($0) }
        signals = try settings.items("signals").map { item in
            try item.only(["name", "label", "kinds"])
            let kinds = try item.texts("kinds")
            guard !kinds.isEmpty else { throw item.problem("a signal is made of the contributions of some kinds: “kinds” is missing") }
            return SignalPart(name: try item.name(), label: try item.optionalText("label") ?? item.name(), kinds: Set(kinds))
        }
        checks = try settings.items("checks").map { item in
            try item.only(["name", "summary", "on-failure"])
            return CheckPart(name: try item.name(), summary: try item.text("summary"), onFailure: try item.choice("on-failure"))
        }
        gates = try settings.items("gates").map { item in
            try item.only(["name", "summary", "parameters"])
            return GatePart(
                outline: GateOutline(name: try item.name(), summary: try item.text("summary")),
                parameters: try item["parameters"].map { try Shape(object: $0) } ?? .nothing)
        }
        importers = try settings.items("importers").map { try FormatPart($0, isImporter: true) }
        exporters = try settings.items("exporters").map { try FormatPart($0, isImporter: false) }
        channels = try settings.items("channels").map { item in
            try item.only(["name", "summary", "needs-receiver"])
            return ChannelPart(name: try item.name(), summary: try item.text("summary"), needsReceiver: try item.bool("needs-receiver", default: false))
        }
        sections = try settings.items("sections").map { item in
            try item.only(["name", "title", "order", "kinds"])
            let order = try item.whole("order") ?? 100
            guard order != 0 else { throw item.problem("the order 0 is that of the answers", value: "0") }
            return SectionPart(name: try item.name(), title: try item.text("title"), order: order, kinds: try item.texts("kinds"))
        }
        observers = try settings.items("observers").map { item in
            try item.only(["name", "summary", "actions"])
            let actions = try item.items("actions").map { action -> Action in
                let text = try action.text()
                guard let known = Action(rawValue: text) else {
                    let allowed = Action.allCases.map(\.rawValue)
                    throw action.problem("nothing of that name is done to a registry", value: text, allowed: allowed, nearest: Nearest.match(text, among: allowed))
                }
                return known
            }
            return ObserverPart(name: try item.name(), summary: try item.text("summary"), actions: item["actions"] == nil ? nil : Set(actions))
        }
    }
}

extension KindPart {
    init(_ item: Settings) throws {
        try item.only(["name", "letter", "one-per-author", "role", "others-only", "summary", "searchable", "payload"])
        let name = try item.name()
        let letter = try item.optionalText("letter")
        if let letter, letter.count != 1 || letter.first?.isASCII != true || letter.first?.isUppercase != true || letter == "P" {
            throw item["letter"]?.problem("the letter of references is a capital other than P", value: letter) ?? item.problem("“letter”")
        }
        outline = KindOutline(
            name: name, letter: letter?.first, onePerAuthor: try item.bool("one-per-author", default: false), role: try item.choice("role", default: .staff),
            othersOnly: try item.bool("others-only", default: false))
        guard let payload = item["payload"] else { throw item.problem("“payload” is missing: what a contribution of this kind looks like") }
        self.payload = try Shape(object: payload)
        summary = try item.optionalText("summary") ?? "added \(name)"
        searchable = try item.texts("searchable")
        let members = self.payload.properties.map(\.name)
        if let unknown = searchable.first(where: { !members.contains($0) }) {
            throw item["searchable"]?.problem("the payload has no such member", value: unknown, allowed: members, nearest: Nearest.match(unknown, among: members)) ?? item.problem("“searchable”")
        }
    }
}

extension FormatPart {
    init(_ item: Settings, isImporter: Bool) throws {
        try item.only(["name", "summary", "endings"] + (isImporter ? ["options"] : []))
        name = try item.name()
        summary = try item.text("summary")
        endings = try item.texts("endings")
        guard !endings.isEmpty, endings.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) } }) else {
            throw (item["endings"] ?? item).problem("“endings” are the endings of file names, in lower case and without the dot", value: endings.joined(separator: ", "))
        }
        options = try item.items("options").map { option in
            try option.only(["name", "help"])
            return Option(name: try option.name(), help: try option.optionalText("help") ?? "")
        }
    }
}

extension Settings {
    /// The name of an extension: lower case, digits, dots and hyphens, from a letter on.
    func name() throws -> String {
        try pattern("name", "lower-case letters, digits, dots and hyphens, beginning with a letter") { name in
            name.first.map { $0.isASCII && $0.isLowercase } ?? false
                && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "." || $0 == "-") }
        }
    }

    func pattern(_ key: String, _ what: String, _ holds: (String) -> Bool) throws -> String {
        let text = try text(key)
        guard !text.isEmpty, text.count <= 60, holds(text) else { throw (self[key] ?? self).problem("“\(key)” is \(what)", value: text) }
        return text
    }

    func whole(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let number = try whole(key) else { return nil }
        guard range.contains(number) else {
            throw (self[key] ?? self).problem("“\(key)” is out of range", value: String(number), allowed: ["\(range.lowerBound) to \(range.upperBound)"])
        }
        return number
    }
}
