import RegistryCore

/// The evidence on a page: flags first, harm before all, then the ladder, then what was found.
struct EvidenceSection: Section {
    let name = "evidence"
    let title = "Evidence"
    let order = 20
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let items = EvidenceItem.all(in: view)
        guard !items.isEmpty else { return [] }
        let scale = view.registry.configuration.evidence
        let flags = EvidenceFlag.all(in: items, scale).map { Block.paragraph($0.words) }
        return flags + [.paragraph(Rung(view.signals, scale).words), .list(items.map { line($0, scale) })]
    }

    private func line(_ item: EvidenceItem, _ scale: EvidenceScale) -> String {
        let evidence = item.evidence
        let facts = EvidenceKind.shortTexts.filter { $0.label != "source" }.compactMap { label, path in evidence[keyPath: path].map { "\(label): \($0)" } }
        let from = [evidence.source, evidence.observed, "added by \(item.contribution.author)"].compactMap { $0 }.joined(separator: ", ")
        let assessed = item.assessment?.note.map { "\n\(item.assessor ?? "a lead"): \($0)" } ?? ""
        return "\(item.label) \(scale.label(ofKind: evidence.kind)), \(scale.label(ofDirection: evidence.direction).lowercased()), \(item.strengthWords)\n\(evidence.finding)"
            + (facts.isEmpty ? "" : "\n" + facts.joined(separator: "; ")) + "\n(\(from))" + assessed
    }

    func json(for view: PageView) throws -> JSONValue? { .array(EvidenceItem.all(in: view).map(\.json)) }
}

/// Something that stands beside the level: harm seen, no benefit found.
struct EvidenceFlag {
    let name: String
    let label: String
    let item: EvidenceItem

    /// Harm first, then in the order of the home's list.
    static func all(in items: [EvidenceItem], _ scale: EvidenceScale) -> [EvidenceFlag] {
        let names = items.flatMap(\.flags)
        let order = [EvidenceTerms.harm] + scale.flags.map(\.name).filter { $0 != EvidenceTerms.harm }
        return order.filter(names.contains).flatMap { name in
            items.filter { $0.flags.contains(name) }.map { EvidenceFlag(name: name, label: scale.label(ofFlag: name), item: $0) }
        }
    }

    /// “Harm seen: P1.E2 (lead: two people fell)”.
    var words: String {
        let said = [item.assessor, item.assessment?.note].compactMap { $0 }.joined(separator: ": ")
        return "\(label): \(item.label) (\(said))"
    }

    var json: JSONValue {
        ["flag": .string(name), "label": .string(label), "ref": .string(item.label), "by": JSONValue(item.assessor), "note": JSONValue(item.assessment?.note)]
    }
}

extension EvidenceItem {
    /// How strong it is, and who says so.
    var strengthWords: String {
        if isHearsay { return "only heard, so it counts as nothing" }
        guard let assessment else { return "said to be \(evidence.strength), not assessed yet" }
        let claimed = assessment.strength == evidence.strength ? "" : " (\(evidence.strength) was claimed)"
        return "assessed at \(assessment.strength)\(claimed)"
    }

    var json: JSONValue {
        var object: JSONObject = [
            "ref": JSONValue(reference?.description), "kind": .string(evidence.kind), "direction": .string(evidence.direction),
            "strength": JSONValue(evidence.strength), "assessed": JSONValue((assessment?.strength).map(Double.init)), "finding": .string(evidence.finding),
        ]
        for (label, path) in EvidenceKind.shortTexts { object[label] = JSONValue(evidence[keyPath: path]) }
        object["observed"] = JSONValue(evidence.observed)
        object["by"] = .string(contribution.author)
        object["assessor"] = JSONValue(assessor)
        object["note"] = JSONValue(assessment?.note)
        object["flags"] = .array(flags.map(JSONValue.string))
        return .object(object)
    }
}
