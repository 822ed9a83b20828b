/// What of an innovation's contributions counts, and what is made of it.
extension Registry {
    /// Those that signals, gates and full text are made of: that stand, and that their kinds' rules allow. Whoever can write
    /// rows by another program than this one can add others.
    func counting(_ contributions: [Contribution], on innovation: Innovation) -> [Contribution] {
        living(contributions.filter { breach(of: $0, among: contributions, on: innovation) == nil }, for: nil)
    }

    /// What a contribution has against its kind's rule, as a clause; nil for one that is in order. What was moved here by a
    /// merge is judged by where it was made, which is not known here.
    func breach(of contribution: Contribution, among others: [Contribution], on innovation: Innovation) -> String? {
        guard let kind = assembly.kind(contribution.kind) else { return nil }
        if kind.rule.othersOnly, Person.key(contribution.author) == Person.key(innovation.submitter), !wasMoved(contribution, among: others) {
            return "\(kind.name) is for others to give, and \(contribution.author) put \(innovation.reference) in"
        }
        return isReadable(contribution) ? nil : "it does not say what \(kind.name) says"
    }

    /// Whether a contribution says what its kind says, as far as that is known here: one that somebody wrote by another
    /// program must not keep what stands beside it from being read. `verify` names it.
    func isReadable(_ contribution: Contribution) -> Bool {
        guard let kind = assembly.kind(contribution.kind) else { return true }
        return (try? kind.decoded(contribution.payload)) != nil
    }

    private func wasMoved(_ contribution: Contribution, among others: [Contribution]) -> Bool {
        var root = contribution
        // As deep as contributions about contributions go; more would be a circle.
        for _ in 0..<32 {
            guard case .contribution(let uid) = root.subject, let parent = others.first(where: { $0.uid == uid }) else { break }
            root = parent
        }
        return root.subject != root.origin
    }

    /// The values of signals that were made anew; what is stored of one that failed, or that no plugin here makes.
    func values(of made: Signals, _ number: Int, reader: any StoreReading) throws -> [SignalName: Double] {
        guard !made.failed.isEmpty || !assembly.leftOut.isEmpty else { return made.values }
        return merged(made, try reader.signals(of: number, in: home))
    }

    /// The same of each of several innovations.
    func values(of made: [Signals], _ numbers: [Int], reader: any StoreReading) throws -> [[SignalName: Double]] {
        guard !assembly.leftOut.isEmpty || made.contains(where: { !$0.failed.isEmpty }) else { return made.map(\.values) }
        let stored = try reader.signals(of: numbers, in: home)
        return zip(made, numbers).map { $0.failed.isEmpty && assembly.leftOut.isEmpty ? $0.values : merged($0, stored[$1] ?? [:]) }
    }

    private func merged(_ made: Signals, _ stored: [SignalName: Double]) -> [SignalName: Double] {
        stored.filter { made.failed[$0.key] != nil || !makes(signal: $0.key) }.merging(made.values) { $1 }
    }
}

extension Double {
    /// The whole number below, for a count that is stored as a signal; the largest there is for one that no contributions make.
    public var count: Int { isFinite ? Int(exactly: rounded(.down).clamped(to: -1e15...1e15)) ?? 0 : 0 }

    private func clamped(to range: ClosedRange<Double>) -> Double { min(max(self, range.lowerBound), range.upperBound) }
}
