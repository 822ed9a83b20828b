/// The answers of one row, by the order of the fields that its file can give: an array, as a table by names made for each
/// of a million rows takes longer than reading it.
struct Answers: Sendable {
    /// In order, without tags.
    let names: [FieldName]
    /// One for each name; nil where there is no answer.
    var values: [FieldValue?]

    init(names: [FieldName], values: [FieldValue?]) {
        self.names = names
        self.values = values
    }

    init(_ fields: Fields) {
        names = fields.keys.sorted()
        values = names.map { fields[$0] }
    }

    subscript(name: FieldName) -> FieldValue? { names.firstIndex(of: name).flatMap { values[$0] } }

    var fields: Fields {
        var fields: Fields = [:]
        for (name, value) in zip(names, values) { fields[name] = value }
        return fields
    }

    /// As checks read them.
    var texts: [LabelledText] {
        var texts: [LabelledText] = []
        texts.reserveCapacity(values.count)
        for index in values.indices {
            guard let value = values[index] else { continue }
            texts.append(LabelledText(names[index], value.text))
        }
        return texts
    }
}
