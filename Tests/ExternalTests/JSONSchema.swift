import Foundation
import RegistryCore

/// As much of JSON Schema as docs/plugin-protocol.schema.json uses. A keyword that it does not know is a trouble, so that
/// none is passed over.
struct JSONSchema {
    private let root: JSONValue

    init(_ url: URL) throws { root = try JSONValue(parsing: Array(Data(contentsOf: url))) }

    func definition(_ name: String) -> JSONValue? { root["$defs"]?[name] }
    var whole: JSONValue { root }

    /// What does not fit, a line each.
    func troubles(_ value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
        guard let keywords = schema.object else { return ["\(place): no schema"] }
        return keywords.members.flatMap { keyword, argument in troubles(value, keyword, argument, schema, at: place) }
    }

    private func troubles(_ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        func unless(_ holds: Bool, _ what: String) -> [String] { holds ? [] : ["\(place): \(what): \(value.line.prefix(80))"] }
        switch keyword {
        case "$schema", "$defs", "title", "$comment": return []
        case "$ref":
            guard let name = argument.string?.dropFirst("#/$defs/".count), let target = definition(String(name)) else { return ["\(place): no definition \(argument.line)"] }
            return troubles(value, target, at: place)
        case "type":
            let names = argument.array?.compactMap(\.string) ?? [argument.string ?? ""]
            return unless(names.contains { JSONSchema.is(value, $0) }, "is not of the type \(names)")
        case "const": return unless(value == argument, "is not \(argument.line)")
        case "enum": return unless(argument.array?.contains(value) ?? false, "is none of \(argument.line)")
        case "anyOf":
            let each = (argument.array ?? []).map { troubles(value, $0, at: place) }
            return each.contains { $0.isEmpty } ? [] : ["\(place): fits none of \(each.count): \(each.min { $0.count < $1.count } ?? [])"]
        case "pattern":
            guard let text = value.string, let pattern = argument.string else { return [] }
            return unless(text.range(of: pattern, options: .regularExpression) != nil, "does not match \(pattern)")
        case "minimum": return unless(value.number.map { $0 >= argument.number ?? 0 } ?? true, "is too small")
        case "maximum": return unless(value.number.map { $0 <= argument.number ?? 0 } ?? true, "is too large")
        case "minItems": return unless(value.array.map { $0.count >= argument.integer ?? 0 } ?? true, "has too few items")
        case "maxItems": return unless(value.array.map { $0.count <= argument.integer ?? 0 } ?? true, "has too many items")
        case "items": return (value.array ?? []).enumerated().flatMap { troubles($0.element, argument, at: "\(place)[\($0.offset)]") }
        case "required":
            let names = value.object.map { Set($0.names) } ?? []
            return value.object == nil ? [] : (argument.array ?? []).compactMap(\.string).filter { !names.contains($0) }.map { "\(place): lacks \($0)" }
        case "properties": return (argument.object?.members ?? []).flatMap { name, schema in value[name].map { troubles($0, schema, at: "\(place).\(name)") } ?? [] }
        case "additionalProperties":
            let known = Set(schema["properties"]?.object?.names ?? [])
            let others = (value.object?.members ?? []).filter { !known.contains($0.name) }
            if argument == false { return others.map { "\(place): may not have \($0.name)" } }
            return others.flatMap { troubles($0.value, argument, at: "\(place).\($0.name)") }
        default: return ["\(place): the keyword \(keyword) is not known"]
        }
    }

    private static func `is`(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null), ("number", .number): true
        case ("integer", .number): value.integer != nil
        default: false
        }
    }
}
