import RegistryCore
import RegistryShell

/// The page on what the home asks of an innovation: its fields, as `fields.yaml` gives them.
enum FieldsHelp {
    static func show(_ session: Session) throws {
        let fields = try fields(session)
        try session.show(Listing(
            [
                .init("field", "Field"), .init("type", "Type", wraps: true), .init("asked", "Asked", wraps: true), .init("label", ""),
                .init("hint", "What it asks", wraps: true), .init("example", ""), .init("choices", ""), .init("unit", ""),
            ],
            rows: fields.all.map { field in
                [
                    .string(field.name), .string(field.type.rawValue), .string(field.asked.rawValue), .string(field.label),
                    .string(session.format == .table ? "\(field.label): \(field.hint)" : field.hint), JSONValue(field.example),
                    .array(field.choices.map(JSONValue.string)), JSONValue(field.unit),
                ]
            }, empty: "the home asks nothing"))
    }

    /// The home's; those that a new registry begins with where there is none.
    private static func fields(_ session: Session) throws -> FieldDefinitions {
        do {
            return try session.registry().configuration.fields
        } catch let problem as Problem where problem.kind == .noInput {
            session.notice("there is no registry yet: these are the fields of a new one")
            return try FieldDefinitions(yaml: session.starter.documents["fields"] ?? "")
        }
    }
}
