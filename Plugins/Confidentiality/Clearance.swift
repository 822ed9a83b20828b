import RegistryCore

/// That a lead has looked at what may identify somebody in an innovation, and found that it may stay.
///
/// It keeps how many of what stood where, never what: so that the gate knows what was looked at, and an identifier
/// that comes later is not covered by it.
struct Clearance: Codable, Equatable, Sendable {
    struct Found: Codable, Equatable, Sendable {
        /// The answer in which it stands: `contact`.
        var label: String
        var identifier: Identifier
        var count: Int
    }

    var found: [Found]
    var reason: String?

    /// Whether all that was found is covered: no more of anything anywhere than was looked at.
    func covers(_ present: [Found]) -> Bool {
        present.allSatisfy { now in found.contains { $0.label == now.label && $0.identifier == now.identifier && $0.count >= now.count } }
    }
}

struct ClearanceKind: Kind {
    let name = "clearance"
    let rule = ContributionRule(role: .lead, othersOnly: true)

    func texts(of clearance: Clearance) -> [LabelledText] { clearance.reason.map { [LabelledText("reason", $0)] } ?? [] }
    func summary(of clearance: Clearance) -> String {
        "looked at what may identify somebody, and cleared it" + (clearance.reason.map { ": “\($0)”" } ?? "")
    }
}

extension Policy {
    /// What in an innovation's answers has at least that severity, by answer and identifier.
    func found(in innovation: Innovation, atLeast severity: Finding.Severity) -> [Clearance.Found] {
        let wanted = self.wanted.filter { self.severity(of: $0).map { $0 >= severity } ?? false }
        var texts = innovation.fields.sorted { $0.key < $1.key }.map { LabelledText($0.key, $0.value.text) }
        texts.append(LabelledText("tags", innovation.tags.joined(separator: " ")))
        return texts.flatMap { text in
            let detections = Detector.detections(in: text.text, of: wanted)
            return Identifier.allCases.compactMap { identifier -> Clearance.Found? in
                let count = detections.count { $0.identifier == identifier }
                return count == 0 ? nil : Clearance.Found(label: text.label, identifier: identifier, count: count)
            }
        }
    }
}
