import RegistryCore

/// The form that a value must have: the part of JSON Schema that a manifest may use.
///
/// An object takes only the members that it names. Payloads, parameters of gates and settings are held against it here,
/// so that no plugin is started for it.
struct Shape: Sendable {
    enum Form: String, Sendable, CaseIterable { case object, array, string, number, integer, boolean }

    var form: Form
    var properties: [(name: String, shape: Shape)] = []
    var required: Set<String> = []
    /// Of an array's items; one or none.
    var items: [Shape] = []
    /// The values that it takes, when they are few.
    var allowed: [JSONValue] = []
    var minimum: Double?
    var maximum: Double?
    /// Characters of a text.
    var shortest: Int?
    var longest: Int?
    /// Items of an array.
    var most: Int?
    var isDate = false
    var description: String?
    var fallback: JSONValue?

    /// Takes no members at all.
    static let nothing = Shape(form: .object)

    private init(form: Form) { self.form = form }

    /// Reads the shape of an object.
    init(object settings: Settings) throws {
        try self.init(settings)
        guard form == .object else { throw settings.problem("an object should stand here", value: form.rawValue, allowed: ["type: object"]) }
    }

    init(_ settings: Settings) throws {
        form = try settings.choice("type")
        let own: [String] = switch form {
        case .object: ["properties", "required"]
        case .array: ["items", "maxItems"]
        case .string: ["enum", "minLength", "maxLength", "format"]
        case .number, .integer: ["enum", "minimum", "maximum"]
        case .boolean: []
        }
        try settings.only(["type", "description", "default"] + own)
        description = try settings.optionalText("description")
        properties = try settings.mapping("properties").map { ($0.key, try Shape($0.value)) }
        required = Set(try settings.texts("required"))
        let names = properties.map(\.name)
        if let unknown = required.sorted().first(where: { !names.contains($0) }) {
            throw (settings["required"] ?? settings).problem("there is no such property", value: unknown, allowed: names, nearest: Nearest.match(unknown, among: names))
        }
        items = try settings["items"].map { [try Shape($0)] } ?? []
        minimum = try settings.number("minimum")
        maximum = try settings.number("maximum")
        shortest = try settings.whole("minLength")
        longest = try settings.whole("maxLength")
        most = try settings.whole("maxItems")
        if let format = try settings.optionalText("format") {
            guard format == "date" else { throw (settings["format"] ?? settings).problem("no such format is known", value: format, allowed: ["date"]) }
            isDate = true
        }
        allowed = try settings.items("enum").map { try value(of: $0) }
        fallback = try settings["default"].map { try value(of: $0) }
    }
}

extension Shape {
    /// YAML as a value of this form, with what is left out filled in. Throws a problem by file and line.
    func value(of settings: Settings) throws -> JSONValue {
        let json: JSONValue
        switch form {
        case .object:
            try settings.only(properties.map(\.name))
            var object = JSONObject()
            for (name, shape) in properties {
                if let value = try settings[name].map({ try shape.value(of: $0) }) ?? shape.fallback {
                    object[name] = value
                } else if required.contains(name) {
                    throw settings.problem("“\(name)” is missing")
                }
            }
            return .object(object)
        case .array: json = .array(try settings.elements().map { item in try items.first?.value(of: item) ?? item.json })
        case .string: json = .string(try settings.text())
        case .boolean: json = .bool(try truth(settings))
        case .number, .integer:
            let text = try settings.text()
            guard let number = Double(text), number.isFinite else { throw settings.problem("a number should stand here", value: text) }
            json = .number(number)
        }
        if let trouble = trouble(in: json) { throw settings.problem(trouble.what, value: trouble.value, allowed: trouble.allowed) }
        return json
    }

    private func truth(_ settings: Settings) throws -> Bool {
        switch try settings.text().lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        case let other: throw settings.problem("true or false should stand here", value: other, allowed: ["true", "false"])
        }
    }

    /// A value as it is kept: held against this form, with what is left out filled in. Throws a problem that names the
    /// member.
    func accepted(_ json: JSONValue, called name: String) throws -> JSONValue {
        func refused(_ what: String, value: String? = nil, allowed: [String] = []) -> Problem {
            Problem(.badInput, "“\(name)”: \(what)", value: value, allowed: allowed)
        }
        switch form {
        case .object:
            guard let object = json.object else { throw refused("an object should stand here", value: json.line) }
            let names = properties.map(\.name)
            if let unknown = object.names.first(where: { !names.contains($0) }) {
                throw Problem(.badInput, "“\(name)” has no such member", value: unknown, allowed: names, nearest: Nearest.match(unknown, among: names))
            }
            var kept = JSONObject()
            for (member, shape) in properties {
                if let value = object[member], !value.isNull {
                    kept[member] = try shape.accepted(value, called: member)
                } else if let fallback = shape.fallback {
                    kept[member] = fallback
                } else if required.contains(member) {
                    throw refused("the member “\(member)” is missing")
                }
            }
            return .object(kept)
        case .array:
            guard let values = json.array else { throw refused("a list should stand here", value: json.line) }
            if let most, values.count > most { throw refused("at most \(most) may stand here", value: "\(values.count)") }
            return .array(try values.map { value in try items.first?.accepted(value, called: name) ?? value })
        case .string, .number, .integer, .boolean:
            if let trouble = trouble(in: json) { throw refused(trouble.what, value: trouble.value, allowed: trouble.allowed) }
            return json
        }
    }

    /// What is wrong with a single value or the length of a list.
    private func trouble(in json: JSONValue) -> (what: String, value: String, allowed: [String])? {
        func wrong(_ what: String, _ allowed: [String] = []) -> (String, String, [String]) { (what, json.string ?? json.line, allowed) }
        if !allowed.isEmpty, !allowed.contains(json) { return wrong("this is none of the values that may stand here", allowed.map { $0.string ?? $0.line }) }
        switch form {
        case .string:
            guard let text = json.string else { return wrong("a text should stand here") }
            if let shortest, text.count < shortest { return wrong("at least \(shortest) \(shortest == 1 ? "character" : "characters") should stand here") }
            if let longest, text.count > longest { return wrong("at most \(longest) characters may stand here") }
            if isDate, CalendarDate(text) == nil { return wrong("this is no date", ["2016-01-31"]) }
        case .number, .integer:
            guard let number = json.number else { return wrong("a number should stand here") }
            if form == .integer, json.integer == nil { return wrong("a whole number should stand here") }
            if let minimum, number < minimum { return wrong("at least \(JSONValue.text(of: minimum)) should stand here") }
            if let maximum, number > maximum { return wrong("at most \(JSONValue.text(of: maximum)) may stand here") }
        case .boolean: if json.bool == nil { return wrong("true or false should stand here", ["true", "false"]) }
        case .array: if let most, let count = json.array?.count, count > most { return wrong("at most \(most) may stand here") }
        case .object: break
        }
        return nil
    }

    /// Every text that people wrote in a value, with the member in which it stands: those of an enumeration are not
    /// theirs. Long numbers are among them, since an identifier may come as one.
    func texts(of json: JSONValue, called name: String) -> [LabelledText] {
        switch form {
        case .object: properties.flatMap { member, shape in json[member].map { shape.texts(of: $0, called: member) } ?? [] }
        case .array: (json.array ?? []).flatMap { value in items.first?.texts(of: value, called: name) ?? [LabelledText(name, value.string ?? value.line)] }
        case .string: allowed.isEmpty ? json.string.map { [LabelledText(name, $0)] } ?? [] : []
        case .number, .integer: json.number.map { $0.magnitude >= 1e6 ? [LabelledText(name, JSONValue.text(of: $0))] : [] } ?? []
        case .boolean: []
        }
    }
}
