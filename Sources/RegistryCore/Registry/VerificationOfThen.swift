import Foundation

/// Which batch it was, who made it and when: what of a batch bears on what may be in it.
struct BatchThen {
    let number: Int
    let at: Date
    let person: PersonName
    /// The role of that person, the higher one where it was just changed; nil where that is not known.
    let role: Role?
    let isImport: Bool
}

/// What a home had settled while the journal goes on: every version of its documents, in the order of the batches.
struct ConfigurationsInJournal {
    private struct Version {
        let batch: Int
        /// The latest moment of it and those before.
        let at: Date
        /// Nil where one of them was redacted.
        let documents: [String: Configuration.Document]?
    }

    private var versions: [Version] = []
    /// What each became last, nil for one that was redacted.
    private var current: [String: Configuration.Document?] = [:]

    /// For how long somebody may leave a prompt open, which knows what was settled when it was opened.
    private static let longestSession: TimeInterval = 30 * 86_400

    mutating func take(_ entry: Entry, of batch: BatchThen) {
        guard case .configuration(let name) = entry.subject else { return }
        current[name] = .some(entry.payload?.now("text").map { Configuration.Document(name: name, version: 1, text: $0) })
        let known = current.compactMapValues { $0 }
        if versions.last?.batch == batch.number { versions.removeLast() }
        let at = max(batch.at, versions.last?.at ?? batch.at)
        versions.append(Version(batch: batch.number, at: at, documents: known.count == current.count ? known : nil))
    }

    /// The places of those that a batch may have been made by: the last is what was in force, those before it a prompt may
    /// have known.
    func places(for batch: BatchThen) -> Range<Int> {
        let end = count { $0.batch <= batch.number }
        // The one before the first that came since is what such a prompt began with.
        return max(0, min(count { $0.at <= batch.at - ConfigurationsInJournal.longestSession }, end) - 1)..<end
    }

    /// How many are so; all of those come first.
    private func count(where isSo: (Version) -> Bool) -> Int {
        var low = 0, high = versions.count
        while low < high {
            let middle = (low + high) / 2
            if isSo(versions[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func documents(at place: Int) -> [Configuration.Document]? { versions[place].documents.map { Array($0.values) } }
}

extension Verifier {
    /// The registry as it was settled at a time, with those plugins alone that ship with this program: what any other
    /// would have said then is not known. Nil where that cannot be made again.
    func registry(asOf place: Int) -> Registry? {
        if let known = registriesThen[place] { return known }
        if registriesThen.count >= Verifier.mostSettled { registriesThen.removeAll() }
        let made = configurations.documents(at: place).flatMap { documents -> Registry? in
            guard let configuration = try? Configuration(documents),
                let assembly = try? Assembly(registry.assembly.plugins.filter { $0.from == .shipped }, settings: configuration.settings, choices: configuration.plugins)
            else { return nil }
            return Registry(store: registry.store, home: home, configuration: configuration, assembly: assembly, clock: registry.clock)
        }
        registriesThen[place] = .some(made)
        return made
    }

    private static let mostSettled = 64
}

/// Where batches are made at the same time, one can stand before another in the journal that it came after.
extension Verifier {
    /// How many batches may have been made while one was that comes before them.
    static let mostAtOnce = 100

    /// Whether a batch may have taken its number before it held the innovation: its entry there is not its first.
    private func isLoose(_ batch: UID, in entries: [Entry]) -> Bool {
        writtenAtOnce && (entries.first { $0.batch == batch }?.position ?? 1) > 1
    }

    /// Those on an innovation that may have come at another place than the journal has them: of the batches before one at
    /// the same time those that may have come after it, and those that may have come before it though they stand behind.
    func loose(around batch: UID, in entries: [Entry]) -> (after: [UID], before: [UID]) {
        guard writtenAtOnce, let number = batches[batch]?.number else { return ([], []) }
        var after: [UID] = [], before: [UID] = [], last: UID?
        let ownIsLoose = isLoose(batch, in: entries)
        for entry in entries where entry.batch != batch && entry.batch != last {
            last = entry.batch
            guard let other = batches[entry.batch]?.number, abs(other - number) < Verifier.mostAtOnce else { continue }
            if other < number, entry.position > 1 { after.append(entry.batch) }
            if other > number, ownIsLoose { before.append(entry.batch) }
        }
        return (after, before)
    }
}
