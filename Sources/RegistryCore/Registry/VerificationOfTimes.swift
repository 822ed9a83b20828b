import Foundation

/// When rows were made and last changed, and how often: no entry says it, and each batch does.
extension Verifier {
    /// Holds the version and the last change of an innovation against its entries.
    func checkTimes(of innovation: Innovation, _ replay: Replay, _ entries: [Entry]) {
        // One that was redacted may be one of those that change nothing.
        guard replay.isComplete else { return }
        let own = entries.filter { $0.subject == innovation.subject }
        let changes = own.dropFirst().filter(\.movesOn)
        if innovation.version != changes.count + 1 {
            trouble("\(innovation.reference): it has version \(innovation.version), and the journal \(changes.count + 1)")
        }
        // A row that an import brings may say itself when it was changed.
        guard let last = changes.last ?? own.first, last.action != .imported else { return }
        check(innovation.updated, isOf: last.batch, entries, "\(innovation.reference): its last change")
    }

    /// Holds when a contribution was made and last changed against its entries.
    func checkTimes(of contribution: Contribution, _ replay: Replay, _ entries: [Entry]) {
        guard let first = replay.first, let last = replay.last else { return }
        check(contribution.created, isOf: first, entries, "\(label(contribution)): its beginning")
        check(contribution.updated, isOf: last, entries, "\(label(contribution)): its last change")
    }

    private func check(_ moment: Date, isOf batch: UID, _ entries: [Entry], _ what: @autoclosure () -> String) {
        func isOf(_ batch: UID) -> Bool { batches[batch].map { $0.at == moment || Moment.text($0.at) == Moment.text(moment) } ?? true }
        guard !isOf(batch) else { return }
        let (after, before) = loose(around: batch, in: entries)
        guard !(after + before).contains(where: isOf) else { return }
        trouble("\(what()) is not when \(name(of: batch)) was made")
    }
}

extension Entry {
    /// Whether it gives its innovation a version: an import that only keeps what it brought gives none.
    fileprivate var movesOn: Bool {
        action != .revised || payload?.changes.contains { $0.property != "imported" } ?? true
    }
}
