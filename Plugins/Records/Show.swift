import ArgumentParser
import RegistryCore
import RegistryShell

struct ShowCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show an innovation with all that was added to it.")
    static let about = CommandAbout(.ideas, asksStandby: true, examples: [
        Example("show P1", "the whole page"), Example("show P1 --format json", "for a program to read"), Example("show P1 --format markdown", "to paste into a document"),
    ])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String = "."

    func run(_ session: Session) throws {
        let view = try session.page(ofAnyHome: reference)
        try session.show(Page.blocks(of: view), Page.json(of: view))
    }
}

/// An innovation's page, put together from the sections that plugins bring.
enum Page {
    static func blocks(of view: PageView) throws -> [Block] {
        let innovation = view.innovation
        return [.heading("\(view.registry.reference(of: innovation))  \(innovation.title)"), .facts(facts(of: view))] + (try view.sectionBlocks())
    }

    private static func facts(of view: PageView) -> [Block.Fact] {
        let innovation = view.innovation
        let stage = view.registry.configuration.stages[innovation.stage]
        var facts = [
            Block.Fact("Stage", (stage?.label ?? innovation.stage)),
            Block.Fact("Put in", "by \(innovation.submitter) on \(CalendarDate(innovation.created))" + (innovation.source.map { ", from \($0)" } ?? "")),
            Block.Fact("Seen by", words(for: innovation.visibility)),
        ]
        if !innovation.tags.isEmpty { facts.append(.init("Tags", innovation.tags.joined(separator: ", "))) }
        if let held = innovation.held { facts.append(.init("Held", "until a lead clears it: \(held)")) }
        return facts
    }

    private static func words(for visibility: Visibility) -> String {
        switch visibility {
        case .me: "its submitter and the leads"
        case .team: "its submitter's team and the leads"
        case .home: "everybody in this home"
        case .everyone: "everybody, other homes included"
        }
    }

    static func json(of view: PageView) throws -> JSONObject {
        let innovation = view.innovation
        var json: JSONObject = [
            "ref": .string(view.registry.reference(of: innovation).description), "home": .string(innovation.home.rawValue), "uid": .string(innovation.uid.text),
            "title": .string(innovation.title), "stage": .string(innovation.stage), "visibility": .string(innovation.visibility.rawValue),
            "held": JSONValue(innovation.held), "version": JSONValue(innovation.version), "submitter": .string(innovation.submitter),
            "created": .string(Moment.text(innovation.created)), "updated": .string(Moment.text(innovation.updated)),
            "source": JSONValue(innovation.source), "source_id": JSONValue(innovation.sourceID),
        ]
        let names = view.registry.configuration.fields.names
        json["fields"] = .object(JSONObject(names.compactMap { name in innovation.fields[name].map { (name, $0.json) } }))
        json["tags"] = .array(innovation.tags.map(JSONValue.string))
        json["signals"] = .object(JSONObject(view.signals.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) }))
        json["open"] = .array(Open.questions(of: innovation, view.registry.configuration).map { .string($0.name) })
        for section in view.sections {
            if let part = try section.json(for: view) { json[section.name] = part }
        }
        return json
    }
}

/// Which of the four answers are still open.
enum Open {
    static func questions(of innovation: Innovation, _ configuration: Configuration) -> [FieldDefinition] {
        configuration.fields.all.filter { $0.asked == .atOnce && innovation.fields[$0.name] == nil }
    }
}

/// The answers themselves, and what is still open.
struct AnswersSection: Section {
    let name = "answers"
    let title = "Answers"
    let order = 0
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let configuration = view.registry.configuration
        var facts = configuration.fields.all.compactMap { field -> Block.Fact? in
            guard field.name != "title", let value = view.innovation.fields[field.name] else { return nil }
            return Block.Fact(field.label, value.text + (field.unit.map { " \($0)" } ?? ""))
        }
        let open = Open.questions(of: view.innovation, configuration)
        if !open.isEmpty {
            let command = view.isOfAnotherHome ? "" : " (edit \(view.innovation.reference) --set \(open[0].name)=…)"
            facts.append(.init("Still open", open.map(\.label).joined(separator: "; ") + command))
        }
        return facts.isEmpty ? [] : [.facts(facts)]
    }

    func json(for view: PageView) throws -> JSONValue? { nil }
}
