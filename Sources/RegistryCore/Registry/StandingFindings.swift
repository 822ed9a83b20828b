/// What a check finds in a text that stands in the registry already.
public struct StandingFinding: Equatable, Sendable {
    public var finding: Finding
    /// The text in which it stands, by the name of an answer or by what was added and by whom; nil when the finding is
    /// about the whole.
    public var text: LabelledText?
}

extension Registry {
    /// What every check finds in an innovation as it stands and in what was added to it: for whoever looks at it now,
    /// since checks and their policies change, and imports bring what nobody typed.
    public func findings(on view: PageView) throws -> [StandingFinding] {
        let innovation = view.innovation
        var passages = [
            Passage(purpose: .submission, texts: texts(of: innovation.fields) + texts(ofTags: innovation.tags), innovation: innovation.number)
        ]
        for contribution in view.contributions {
            guard let kind = assembly.kind(contribution.kind), let texts = try? kind.texts(json: contribution.payload), !texts.isEmpty else { continue }
            let labelled = texts.map { LabelledText("\($0.label) by \(contribution.author)", $0.text) }
            passages.append(Passage(purpose: .contribution, texts: labelled, innovation: innovation.number))
        }
        return try zip(passages, findings(in: passages, for: view.viewer)).flatMap { passage, found in
            found.map { finding in StandingFinding(finding: finding, text: passage.texts.first { $0.label == finding.label }) }
        }
    }
}
