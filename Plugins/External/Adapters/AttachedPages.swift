import Foundation
import RegistryCore
import RegistryShell

/// A part of an innovation's page that a plugin's process makes.
struct AttachedSection: Section {
    let part: SectionPart
    let asking: Asking

    var name: String { part.name }
    var title: String { part.title }
    var order: Int { part.order }

    func blocks(for view: PageView) throws -> [Block] {
        guard isAsked(about: view) else { return [] }
        do {
            return try ask(params(of: view)) { try $0.blocks("blocks") }
        } catch let problem as Problem where problem.kind != .interrupted {
            return [.paragraph("not available: \(problem.what)")]
        }
    }

    func json(for view: PageView) throws -> JSONValue? {
        guard isAsked(about: view) else { return nil }
        do {
            return try ask(params(of: view)) { $0["json"] }
        } catch let problem as Problem where problem.kind != .interrupted {
            return ["not_available": .string(problem.what)]
        }
    }

    private func isAsked(about view: PageView) -> Bool {
        part.kinds.isEmpty || view.contributions.contains { part.kinds.contains($0.kind) }
    }

    private func params(of view: PageView) throws -> JSONValue {
        try params(view.innovation, view.signals, view.contributions, view.today, view.registry.configuration.fields)
    }

    func params(
        _ innovation: Innovation, _ signals: [SignalName: Double], _ contributions: [Contribution], _ today: CalendarDate, _ fields: FieldDefinitions
    ) throws -> JSONValue {
        let manifest = try asking.manifest()
        return [
            "section": .string(name), "innovation": manifest.shown(innovation, signals: signals, fields),
            "contributions": manifest.shown(contributions), "today": .string(today.description),
        ]
    }

    /// What the process says. Throws where it cannot.
    func ask<Value>(_ params: JSONValue, read: (Answer) throws -> Value) throws -> Value {
        try asking.ask("section.blocks", params, read: read)
    }
}

/// A channel that a plugin's process delivers by.
struct AttachedChannel: Channel {
    let part: ChannelPart
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }
    var needsReceiver: Bool { part.needsReceiver }

    func accept(target: String?) throws {
        try asking.ask("channel.accept", ["channel": .string(name), "target": JSONValue(target)]) { _ in }
    }

    func deliver(_ share: Delivery) throws -> String {
        let manifest = try asking.manifest()
        var json: JSONObject = [
            "innovation": manifest.shown(share.innovation, signals: [:]), "receiver": manifest.sees.people ? JSONValue(share.receiver) : .null,
            "note": JSONValue(share.note), "target": JSONValue(share.target),
        ]
        if manifest.sees.people { json["sender"] = ["name": .string(share.sender.name)] }
        if manifest.sees.page {
            json["page"] = .array(share.page.map(\.json))
            json["markdown"] = .string(Markdown.text(of: share.page))
        }
        return try asking.ask("channel.deliver", ["channel": .string(name), "share": .object(json)]) { try $0.text("delivered") }
    }
}

/// A plugin's process that is told of what was saved. What it cannot do changes nothing.
struct AttachedObserver: Observer {
    let part: ObserverPart
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }

    /// Somebody waits for the prompt; and how many entries it is told of.
    static let mostSeconds = 5, mostEntries = 1000

    func committed(_ news: News) throws -> [String] {
        let entries = news.entries.filter { part.actions?.contains($0.action) ?? true }.prefix(AttachedObserver.mostEntries)
        guard !entries.isEmpty else { return [] }
        return try ask(params(number: news.batch.number, command: news.batch.command, at: news.batch.at, entries: entries.map(shown)))
    }

    func params(number: Int, command: String, at: Date, entries: [JSONValue]) -> JSONValue {
        [
            "observer": .string(name), "batch": ["number": JSONValue(number), "command": .string(command), "at": .string(Moment.text(at))],
            "entries": .array(entries),
        ]
    }

    func ask(_ params: JSONValue) throws -> [String] {
        try asking.ask("observer.committed", params, atMost: AttachedObserver.mostSeconds) { answer in
            try answer.texts("lines").prefix(10).map { String($0.prefix(500)) }
        }
    }

    /// What was done to what; of the values only the stage.
    private func shown(_ entry: Entry) -> JSONValue {
        let changes = entry.payload?.changes ?? []
        return [
            "action": .string(entry.action.rawValue), "ref": JSONValue(entry.innovation.map { Reference($0).description }),
            "kind": changes.first { $0.property == "kind" }?.now ?? .null, "properties": .array(changes.map { .string($0.property) }),
            "stage": changes.first { $0.property == "stage" }?.now ?? .null,
        ]
    }
}
