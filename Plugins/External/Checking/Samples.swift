import Foundation
import RegistryCore

/// Input that a plugin may be asked about: good, bad and hostile.
enum Samples {
    /// Texts that break what was written for plain ones.
    static let hostileTexts = [
        "", " ", "plain", "Grüße, naïve café", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u{301}\u{301}\u{301}", "\u{0}", "a\u{0}b", "\u{1B}[31mred\u{1B}[0m", "\u{202E}desrever", "line\nline\r\nline\u{2028}line",
        "\"quoted\" 'twice' \\ back", "=1+1", "</script><!-- ", "%s%n{}{0}$(id)`id`", String(repeating: "long ", count: 40_000), String(repeating: "\u{1F600}", count: 20_000),
    ]

    static let day = Date(timeIntervalSince1970: 1_480_000_000)

    static func innovation(_ text: String, _ configuration: Configuration) -> Innovation {
        var fields: Fields = [:]
        for field in configuration.fields.all where [.text, .longText].contains(field.type) { fields[field.name] = .text(text) }
        return Innovation(
            home: .unnamed, number: 1, uid: UID(), submitter: "ana", stage: configuration.stages.all.first?.name ?? "submitted", created: day, updated: day,
            fields: fields, tags: ["transport"])
    }

    static func contribution(_ kind: KindName, _ payload: JSONValue, number: Int = 1) -> Contribution {
        Contribution(
            home: .unnamed, uid: UID(), kind: kind, subject: .innovation(1), origin: .innovation(1), innovation: 1, ordinal: number, author: "person \(number)",
            payload: payload, created: day, updated: day)
    }

    static let lead = Person(home: .unnamed, name: "lea", role: .lead, created: day)

    static func passage(_ text: String, _ purpose: Passage.Purpose = .submission) -> Passage {
        Passage(purpose: purpose, texts: [LabelledText("title", text), LabelledText("problem", text)])
    }
}

extension Shape {
    /// A value of this form, with a text where it takes one.
    func sample(_ text: String = "sample") -> JSONValue {
        if let first = allowed.first { return first }
        switch form {
        case .object: return .object(JSONObject(properties.map { ($0.name, $0.shape.sample(text)) }))
        case .array: return .array(items.map { $0.sample(text) })
        case .string:
            if isDate { return "2016-01-31" }
            let cut = String(text.prefix(longest ?? .max))
            return .string(cut.count < shortest ?? 0 ? String(repeating: "x", count: shortest ?? 0) : cut)
        case .number, .integer: return .number(fallback?.number ?? minimum ?? min(maximum ?? 1, 1))
        case .boolean: return true
        }
    }
}
