import RegistryCore

/// A lead other than the submitter moves it: that is the review.
///
/// An explanation answers for whoever reads it, so staff are told that a lead is needed.
struct LeadReviewGate: Gate {
    let name = "lead.review"
    let summary = "a lead other than the submitter moves it"

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        if move.mover.submitted(move.innovation) {
            return .missing("\(move.mover.name) put it in, and a lead other than that moves it", next: "ask another lead")
        }
        guard move.mover.role >= .lead else {
            return .missing("a lead moves it, and \(move.mover.name) is \(move.mover.role.rawValue)", next: "ask a lead: share \(move.innovation.reference) --with LEAD")
        }
        return .met("\(move.mover.name) is a lead who did not put it in")
    }
}

/// Some answers are there: `{fields: [title, problem]}`.
struct FieldsPresentGate: Gate {
    let name = "fields.present"
    let summary = "answers are there"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["fields"])
        guard try !parameters.texts("fields").isEmpty else { throw parameters.problem("“fields” names at least one field") }
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let names = try parameters.texts("fields")
        let known = move.configuration.fields
        for name in names where known[name] == nil {
            throw parameters.problem("the gate fields.present names a field that is not there", value: name, nearest: Nearest.match(name, among: known.names))
        }
        let missing = names.filter { move.innovation.fields[$0] == nil }
        func words(_ names: [FieldName]) -> String { names.map { "“\(known[$0]?.label ?? $0)”" }.joined(separator: ", ") }
        guard !missing.isEmpty else { return .met("\(words(names)) \(names.count == 1 ? "is" : "are") answered") }
        return .missing(
            "\(words(missing)) \(missing.count == 1 ? "is" : "are") not answered yet",
            next: "edit \(move.innovation.reference) " + missing.map { "--set \($0)=\"…\"" }.joined(separator: " "))
    }
}

/// It is tagged, so that others find it: `{least: 1}`.
struct TagsPresentGate: Gate {
    let name = "tags.present"
    let summary = "tagged, so that others find it"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["least"])
        if let least = try parameters.whole("least"), least < 1 { throw parameters.problem("“least” is 1 or more", value: String(least)) }
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let least = try parameters.whole("least") ?? 1
        let tags = move.innovation.tags
        guard tags.count < least else { return .met("tagged \(tags.joined(separator: ", "))") }
        let has = tags.isEmpty ? "it has no tag yet" : "it has \(tags.count) of \(least) tags"
        return .missing(has, next: "tag \(move.innovation.reference) +TAG")
    }
}

/// It is known what it costs: an answer to one of the two costs, or evidence of the kind cost.
struct CostGate: Gate {
    static let fields: [FieldName] = ["setup_cost", "running_cost"]

    let name = "cost.known"
    let summary = "it is known what it costs"

    /// What is needed of another plugin's evidence.
    private struct KindOfEvidence: Decodable { let kind: String }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let reference = move.innovation.reference
        if let field = CostGate.fields.first(where: { move.innovation.fields[$0] != nil }) {
            return .met("“\(move.configuration.fields[field]?.label ?? field)” is answered")
        }
        let evidence = move.contributions.filter { $0.kind == "evidence" }
        if evidence.contains(where: { (try? $0.payload(as: KindOfEvidence.self))?.kind == "cost" }) { return .met("there is evidence of what it costs") }
        return .missing("it is not known what it costs", next: "edit \(reference) --set running_cost=…")
    }
}
