/// What the registry itself keeps of an innovation, as a column of an export.
public enum KeptProperty: String, Sendable, CaseIterable {
    case ref, uid, stage, visibility, held, submitter, created, updated, source
    case sourceID = "source_id"
    case tags

    var label: String {
        switch self {
        case .ref: "Reference"
        case .uid: "Uid"
        case .stage: "Stage"
        case .visibility: "Visibility"
        case .held: "Held"
        case .submitter: "Put in by"
        case .created: "Put in"
        case .updated: "Changed"
        case .source: "Source"
        case .sourceID: "Source id"
        case .tags: "Tags"
        }
    }
}

extension Registry {
    /// The columns of a whole export: what the registry keeps, the fields (tags are asked for like one), and signals.
    public var exportColumns: [ExportColumn] {
        let kept = KeptProperty.allCases.filter { $0 != .tags }.map { ExportColumn(name: $0.rawValue, label: $0.label) }
        let fields = configuration.fields.all.map { ExportColumn(name: $0.name, label: $0.label) }
        let signals = assembly.signals.map { ExportColumn(name: $0.name, label: $0.label) }
        return kept + fields + signals
    }
}

extension ExportColumn {
    /// What an innovation has in this column: a property, else the answer of that name, else the signal; null where it
    /// has none.
    public func value(of found: Found) -> JSONValue {
        let innovation = found.innovation
        return switch KeptProperty(rawValue: name) {
        case .ref: .string(innovation.reference.description)
        case .uid: .string(innovation.uid.text)
        case .stage: .string(innovation.stage)
        case .visibility: .string(innovation.visibility.rawValue)
        case .held: JSONValue(innovation.held)
        case .submitter: .string(innovation.submitter)
        case .created: .string(Moment.text(innovation.created))
        case .updated: .string(Moment.text(innovation.updated))
        case .source: JSONValue(innovation.source)
        case .sourceID: JSONValue(innovation.sourceID)
        case .tags: .array(innovation.tags.map(JSONValue.string))
        case nil: innovation.fields[name]?.json ?? JSONValue(found.signals[name])
        }
    }
}

extension StoreReading {
    /// For an engine that has no faster way than to make values.
    public func eachRecord(_ query: Query, of columns: [ExportColumn], _ body: (RecordBlock) throws -> Void) throws {
        var block = RecordBlock(columns: columns.count)
        try each(query) { found in
            block.begin()
            for (index, column) in columns.enumerated() {
                let value = column.value(of: found)
                if !value.isNull { block.set(index, to: value) }
            }
            guard block.isFull else { return }
            try body(block)
            block = RecordBlock(columns: columns.count)
        }
        if !block.isEmpty { try body(block) }
    }
}
