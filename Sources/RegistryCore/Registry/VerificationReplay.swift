/// What the journal says that a subject is, entry by entry.
struct Replay {
    /// What each property became last, null for nothing, and the batch that made it so.
    private var known: [String: (value: JSONValue, batch: UID)] = [:]
    /// Whether every entry could be read. After a redaction only what later entries set is known.
    private(set) var isComplete = true
    private(set) var entries = 0
    /// The batches of its first entry and of its last.
    private(set) var first: UID?
    private(set) var last: UID?

    mutating func take(_ entry: Entry) {
        entries += 1
        if first == nil { first = entry.batch }
        last = entry.batch
        guard let payload = entry.payload else {
            known = [:]
            isComplete = false
            return
        }
        for change in payload.changes { known[change.property] = (Replay.settled(change.now, change.property), entry.batch) }
    }

    /// What a property became last; nil where it is nothing, or where that is not known.
    subscript(property: String) -> JSONValue? {
        guard let value = known[property]?.value, !value.isNull else { return nil }
        return value
    }

    /// The answers that are known.
    var fields: Fields {
        var fields: Fields = [:]
        for (property, value) in known where property.hasPrefix("field.") { fields[String(property.dropFirst(6))] = FieldValue(json: value.value) }
        return fields
    }

    /// Whether it is held, or may be as far as is known.
    var mayBeHeld: Bool { self["held"] != nil || !isComplete && known["held"] == nil }

    /// What of a row is otherwise than it became, each with the batch that set it last; without one where no entry
    /// tells of it.
    ///
    /// - Parameters:
    ///   - row: what is stored, by property; fields that it lacks count as absent.
    ///   - ifJournaled: properties of the row that not every entry tells of.
    func differences(from row: [String: JSONValue], ifJournaled: Set<String> = []) -> [(property: String, batch: UID?)] {
        let fields = known.keys.filter { $0.hasPrefix("field.") }
        return Set(row.keys).union(fields).sorted().compactMap { property in
            let stored = Replay.settled(row[property], property)
            if let known = known[property] { return known.value == stored ? nil : (property, known.batch) }
            guard isComplete, !ifJournaled.contains(property), !stored.isNull else { return nil }
            return (property, nil)
        }
    }

    /// One form for what means the same: nothing, no tags and not withdrawn are null; tags have no order.
    private static func settled(_ value: JSONValue?, _ property: String) -> JSONValue {
        switch value {
        case nil, .bool(false): .null
        case .array(let values) where property == "tags":
            values.isEmpty ? .null : .array(values.compactMap(\.string).sorted().map(JSONValue.string))
        case let value?: value
        }
    }
}
