import RegistryCore
import RegistryShell

/// What a lead is shown of one that waits: the answers cut to a screen, what is like it, what checks find, and what
/// holds it. All of it comes from the extension points: sections, checks and gates.
struct ReviewPage {
    let view: PageView
    let explanation: Explanation?
    private let findings: [StandingFinding]

    init(_ view: PageView, _ session: Session) throws {
        self.view = view
        let registry = view.registry
        explanation = ReviewQueue.waitsForStage(view.innovation) ? try Explanation(view.innovation, to: nil, registry, as: session.actor()) : nil
        findings = try registry.findings(on: view)
    }

    /// - Parameter place: “2 of 4.”, and what else is to be said of its place in the queue.
    func blocks(_ place: String, waiting: ReviewQueue.Waiting, days: Int) throws -> [Block] {
        let innovation = view.innovation
        let since = days == 0 ? "today" : "\(days) day\(days == 1 ? "" : "s") ago"
        var facts = [place, "Put in by \(innovation.submitter), \(innovation.stage) \(since)."]
        if let assigned = waiting.assigned { facts.append("Assigned to \(assigned.to) by \(assigned.by) on \(assigned.on).") }
        if waiting.wasSkipped { facts.append("You skipped it before.") }
        if !innovation.tags.isEmpty { facts.append("Tagged \(innovation.tags.joined(separator: ", ")).") }
        var blocks: [Block] = [.heading("\(innovation.reference)  \(innovation.title)"), .paragraph(facts.joined(separator: " "))]
        if let held = innovation.held { blocks.append(.paragraph("Held until a lead clears it: \(held)")) }
        let sections = try view.registry.assembly.sections.filter { $0.name != "promotion" }.flatMap { section -> [Block] in
            let content = try section.blocks(for: view).map(ReviewPage.cut)
            return content.isEmpty || section.order == 0 ? content : [.heading(section.title)] + content
        }
        blocks += sections
        let found = ReviewPage.told(findings, beside: sections)
        if !found.isEmpty { blocks += [.heading("Found by checks"), .list(found)] }
        return blocks + gates
    }

    /// What holds its next stage.
    private var gates: [Block] {
        guard let explanation else { return [] }
        let heading = Block.heading("To \(explanation.stage.name)")
        guard !explanation.failing.isEmpty else { return [heading, .paragraph("Nothing holds it: approve moves it.")] }
        return [heading, .list(explanation.failing.map(\.words))]
    }

    /// What changed at the gates since an earlier look: those that are met now, then what is still missing.
    func news(since before: ReviewPage) -> [String] {
        guard let explanation, let earlier = before.explanation else { return [] }
        let open = Set(earlier.failing.map(\.gate))
        let met = explanation.answers.filter { $0.verdict.isMet && open.contains($0.gate) }.map { "Met now: \($0.verdict.reason)." }
        if explanation.failing.isEmpty { return met + ["Nothing holds \(view.innovation.reference) from \(explanation.stage.name): approve moves it."] }
        return met + explanation.failing.map { "Still missing: \($0.words)" }
    }

    private static let longest = 160
    private static let mostFacts = 5
    private static let mostItems = 3

    /// A block cut so that a page fits a screen; `page` reads all of it.
    private static func cut(_ block: Block) -> Block {
        func cut(_ text: String) -> String {
            let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            return line.count > longest ? line.prefix(longest - 1).trimmed + "…" : line
        }
        func more(_ count: Int, _ most: Int, _ noun: String) -> String? { count > most ? "and \(count - most) more\(noun): page" : nil }
        switch block {
        case .heading: return block
        case .paragraph(let text): return .paragraph(cut(text))
        case .facts(let facts):
            return .facts(facts.prefix(mostFacts).map { Block.Fact($0.label, cut($0.text)) } + (more(facts.count, mostFacts, "").map { [Block.Fact("…", $0)] } ?? []))
        case .list(let items): return .list(items.prefix(mostItems).map(cut) + (more(items.count, mostItems, "").map { [$0] } ?? []))
        case .table(let columns, let rows):
            guard rows.count > mostItems else { return block }
            return .list(["\(rows.count) rows (\(columns.filter { !$0.isEmpty }.joined(separator: ", "))): page"])
        }
    }

    /// What checks find, a line each with the words marked. Innovations that a section names as similar already are not
    /// named twice.
    private static func told(_ findings: [StandingFinding], beside sections: [Block]) -> [String] {
        let named = sections.flatMap { block -> [String] in if case .list(let items) = block { items } else { [] } }
        return findings.compactMap { standing in
            let finding = standing.finding
            if !finding.related.isEmpty, finding.related.allSatisfy({ reference in named.contains { $0.hasPrefix("\(reference) ") } }) { return nil }
            let label = finding.label.map { "\($0): " } ?? ""
            guard let text = standing.text?.text, let range = finding.range, let marked = MarkedText(text, range) else { return label + finding.message }
            return label + finding.message + ": " + marked.excerpt
        }
    }
}

/// Words in their sentence, marked »so«: a mark that a terminal without colours and a screen reader have too.
struct MarkedText: Equatable {
    let excerpt: String

    /// How many characters of the sentence are shown on either side.
    private static let margin = 50

    /// - Parameter range: in UTF-8 bytes. Nil when it is not in the text, or cuts a character.
    init?(_ text: String, _ range: Range<Int>) {
        let bytes = text.utf8
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
        let low = bytes.index(bytes.startIndex, offsetBy: range.lowerBound), high = bytes.index(bytes.startIndex, offsetBy: range.upperBound)
        guard low.samePosition(in: text.unicodeScalars) != nil, high.samePosition(in: text.unicodeScalars) != nil else { return nil }
        let before = text[..<low], after = text[high...]
        let start = before.ranges(of: /[.!?\n]\s+/).last?.upperBound ?? before.startIndex
        let end = after.firstRange(of: /[.!?](\s|$)|\n/)?.lowerBound ?? after.endIndex
        let head = before[start...], tail = after[..<end]
        excerpt = (head.count > MarkedText.margin ? "…" : "") + head.suffix(MarkedText.margin) + "»\(text[low..<high])«"
            + tail.prefix(MarkedText.margin) + (tail.count > MarkedText.margin ? "…" : "")
    }
}
