extension Innovation {
    /// Its properties as changes from nothing: the journal entry of its first day.
    public var beginnings: [Change] {
        var changes = fields.sorted { $0.key < $1.key }.map { Change("field.\($0.key)", was: nil, now: $0.value.json) }
        changes.append(Change("stage", was: nil, now: .string(stage)))
        changes.append(Change("visibility", was: nil, now: .string(visibility.rawValue)))
        changes.append(Change("uid", was: nil, now: .string(uid.text)))
        changes.append(Change("created", was: nil, now: .string(Moment.text(created))))
        if let source { changes.append(Change("source", was: nil, now: .string(source))) }
        if let sourceID { changes.append(Change("source_id", was: nil, now: .string(sourceID))) }
        changes.append(Change("submitter", was: nil, now: .string(submitter)))
        if !tags.isEmpty { changes.append(Change("tags", was: nil, now: .array(tags.map(JSONValue.string)))) }
        if let held { changes.append(Change("held", was: nil, now: .string(held))) }
        return changes
    }
}
