import ArgumentParser
import RegistryCore
import RegistryShell

struct StagesCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "stages", abstract: "The stages, what each asks, and how many innovations stand there.")
    static let about = CommandAbout(.move, examples: [
        Example("stages", "all of them"), Example("find stage:promising", "the innovations at one of them"),
    ])

    func run(_ session: Session) throws {
        let registry = try session.registry()
        // Nothing is left out: a stage that `find` does not list has its number too.
        let query = Query(viewer: try session.viewer())
        let counts = Dictionary(try registry.tally(.stage, query).map { ($0.value, $0.count) }, uniquingKeysWith: +)
        try session.show(Listing(
            [
                .init("stage", "Stage"), .init("count", "Here"), .init("meaning", "Meaning", wraps: true), .init("asks", "Asks", wraps: true),
                .init("path", ""), .init("next", ""), .init("gates", ""),
            ],
            rows: try registry.configuration.stages.all.map { stage in
                [
                    .string(stage.name), JSONValue(counts[stage.name] ?? 0), .string(stage.meaning),
                    .string(try StagesCommand.asks(stage, registry.assembly).joined(separator: "; ")), .string(stage.path.rawValue), JSONValue(stage.next),
                    .array(try stage.gates.map(StagesCommand.json)),
                ]
            }, empty: "there are no stages"))
    }

    /// What a stage asks, a clause for each gate, with the numbers that this home gave it.
    private static func asks(_ stage: StageDefinition, _ assembly: Assembly) throws -> [String] {
        let gates = try stage.gates.map { use in
            let numbers = try parameters(use).map { "\($0.name) \($0.value)" }.joined(separator: ", ")
            return (assembly.gate(use.name)?.summary ?? use.name) + (numbers.isEmpty ? "" : " (\(numbers))")
        }
        return gates + (stage.needsReason ? ["a reason"] : [])
    }

    private static func json(_ use: StageDefinition.GateUse) throws -> JSONValue {
        ["gate": .string(use.name), "parameters": .object(JSONObject(try parameters(use).map { ($0.name, .string($0.value)) }))]
    }

    private static func parameters(_ use: StageDefinition.GateUse) throws -> [(name: String, value: String)] {
        try use.parameters.keys.compactMap { key in
            try use.parameters[key].map { (key, try $0.textsOrOne().joined(separator: ", ")) }
        }
    }
}
