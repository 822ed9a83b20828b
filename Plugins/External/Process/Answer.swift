import RegistryCore

/// What a plugin answered, read strictly: what is missing or has another type is a breach that says which.
struct Answer {
    private let json: JSONValue
    private let method: String

    init(_ json: JSONValue, to method: String) throws(Breach) {
        self.json = json
        self.method = method
        guard json.object != nil else { throw Breach("answered \(method) with something else than an object") }
    }

    private func breach(_ member: String, _ what: String) -> Breach { Breach("answered \(method) without the member “\(member)” as \(what)") }

    private func optional<Value>(_ member: String, _ what: String, _ read: (JSONValue) -> Value?) throws(Breach) -> Value? {
        guard let value = json[member], !value.isNull else { return nil }
        guard let read = read(value) else { throw breach(member, what) }
        return read
    }

    private func required<Value>(_ member: String, _ what: String, _ read: (JSONValue) -> Value?) throws(Breach) -> Value {
        guard let value = json[member].flatMap(read) else { throw breach(member, what) }
        return value
    }

    subscript(member: String) -> JSONValue? { json[member].flatMap { $0.isNull ? nil : $0 } }

    func text(_ member: String) throws(Breach) -> String { try required(member, "a text") { $0.string } }
    func optionalText(_ member: String) throws(Breach) -> String? { try optional(member, "a text") { $0.string } }
    func truth(_ member: String) throws(Breach) -> Bool { try required(member, "true or false") { $0.bool } }
    func whole(_ member: String) throws(Breach) -> Int { try required(member, "a whole number") { $0.integer } }
    func optionalWhole(_ member: String) throws(Breach) -> Int? { try optional(member, "a whole number") { $0.integer } }
    func optionalNumber(_ member: String) throws(Breach) -> Double? { try optional(member, "a number") { $0.number } }
    func list(_ member: String) throws(Breach) -> [JSONValue] { try required(member, "a list") { $0.array } }
    func texts(_ member: String) throws(Breach) -> [String] { try required(member, "a list of texts", Answer.texts) }
    func optionalTexts(_ member: String) throws(Breach) -> [String]? { try optional(member, "a list of texts", Answer.texts) }
    func objects(_ member: String) throws(Breach) -> [Answer] {
        var objects: [Answer] = []
        for value in try list(member) { objects.append(try Answer(value, to: method)) }
        return objects
    }
    func optionalObject(_ member: String) throws(Breach) -> Answer? {
        guard let value = self[member] else { return nil }
        return try Answer(value, to: method)
    }

    static func texts(_ value: JSONValue) -> [String]? {
        guard let values = value.array else { return nil }
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts : nil
    }
}
