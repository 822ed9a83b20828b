import RegistryCore

/// A number that a plugin's process makes of contributions.
struct AttachedSignal: Signal {
    let part: SignalPart
    let asking: Asking

    var name: String { part.name }
    var label: String { part.label }
    var kinds: Set<KindName> { part.kinds }

    /// Somebody's save waits for it, and so does everybody else's.
    static let mostSeconds = 5

    func value(of contributions: [Contribution]) throws -> Double? { try values(of: [contributions]).first ?? nil }

    func values(of subjects: [[Contribution]]) throws -> [Double?] {
        let manifest = try asking.manifest()
        let shown = subjects.map { JSONValue.array($0.map(manifest.shown)) }
        return try asking.ask("signal.values", ["signal": .string(name), "subjects": .array(shown)], atMost: AttachedSignal.mostSeconds) { answer in
            let values = try answer.list("values")
            guard values.count == subjects.count else { throw Breach("answered signal.values for \(values.count) of \(subjects.count) subjects") }
            return try values.map { value in
                guard !value.isNull else { return nil }
                guard let number = value.number else { throw Breach("gave the signal \(name) a value that is no number: \(value.line.prefix(40))") }
                return number
            }
        }
    }
}
