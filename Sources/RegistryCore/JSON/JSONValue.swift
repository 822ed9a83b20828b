/// A JSON value whose objects keep the order of their members: what payloads, results and replies are made of.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var number: Double? { if case .number(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// A whole number, when it is one that an `Int` holds exactly.
    public var integer: Int? { number.flatMap { Int(exactly: $0) } }
    public var isNull: Bool { if case .null = self { true } else { false } }

    public subscript(name: String) -> JSONValue? { object?[name] }

    /// A number as people and JSON write it: `4`, `4.5`; never `4.0` and never an exponent below 2⁵³.
    public static func text(of number: Double) -> String {
        if let whole = Int(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
        return "\(number)"
    }
}

/// The members of a JSON object, in their order.
public struct JSONObject: Sendable, ExpressibleByDictionaryLiteral {
    public private(set) var members: [(name: String, value: JSONValue)] = []

    public init() {}
    public init(_ members: some Sequence<(String, JSONValue)>) { for (name, value) in members { self[name] = value } }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }

    /// The member of that name. Setting an existing one keeps its place; setting nil takes it out.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    public var names: [String] { members.map(\.name) }
    public var isEmpty: Bool { members.isEmpty }

    /// Adds a member that is known to be new: what the reader uses, as a search a member would be quadratic.
    mutating func append(_ name: String, _ value: JSONValue) { members.append((name, value)) }
}

/// Equal when they mean the same: the order of members does not count.
extension JSONValue: Equatable {
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a.members.count == b.members.count && a.members.allSatisfy { b[$0.name] == $0.value }
        default: false
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
    public init(nilLiteral: ()) { self = .null }

    public init(_ value: String) { self = .string(value) }
    public init(_ value: Int) { self = .number(Double(value)) }
    public init(_ value: Double) { self = .number(value) }
    public init(_ value: Bool) { self = .bool(value) }
    public init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }
    public init(_ value: Double?) { self = value.map(JSONValue.number) ?? .null }
}
