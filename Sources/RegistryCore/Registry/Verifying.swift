extension Registry {
    /// Holds everything that the home keeps against its journal, and the journal against itself.
    ///
    /// The engine's own check passes most changes of single letters, so each payload is digested anew, links and
    /// seals are followed, and every innovation, contribution, person and document is compared with what its entries
    /// made of it. All of it is one consistent state; what is held in memory are some hundred innovations at a time,
    /// their numbers, the home's people and documents, who made which batch and when, and the seals. They are asked for in blocks, so that a
    /// server that is far away is asked a hundredth as often.
    ///
    /// - Parameters:
    ///   - viewer: who asks; nil for one who sees all of the home.
    ///   - progress: told how many entries and rows were looked at so far; stops the verification by throwing.
    /// - Throws: what `progress` throws, what the store throws before it can be read at all, and `notPermitted` where the
    ///   engine itself shows the viewer a part only.
    public func verify(for viewer: Viewer? = nil, progress: ((Int) throws -> Void)? = nil) throws -> Verification {
        if store.login != nil, let viewer, !viewer.seesWholeHome {
            throw Problem(.notPermitted, "\(viewer.name) sees a part of \(home) only, and verify looks at all of it", next: "ask a lead")
        }
        return try store.read { reader in
            let verifier = Verifier(registry: self, reader: reader, progress: progress)
            try verifier.attempt("the engine") { for line in try reader.damage() { verifier.trouble("the engine: \(line)") } }
            try verifier.checkJournal()
            try verifier.checkStrays()
            try verifier.checkInnovations()
            try verifier.checkImported()
            try verifier.checkPeopleAndDocuments()
            try verifier.checkContributionsBeside()
            verifier.reportMissing()
            return verifier.verification
        }
    }
}

/// One verification while it runs: what it counted and what it still expects to meet.
///
/// The journal stands in VerificationOfJournal.swift, the rows in VerificationOfRows.swift.
final class Verifier {
    let registry: Registry
    let reader: any StoreReading
    private let progress: ((Int) throws -> Void)?
    private var checked = 0
    var verification = Verification()
    /// Innovations that entries tell of and whose rows were not met yet.
    var expected: Set<Int> = []
    /// What the journal says of subjects that bear on no innovation: people, documents, contributions about those.
    var beside: [Subject: Replay] = [:]
    /// What bears on each batch that came by.
    var batches: [UID: BatchThen] = [:]
    var names: Set<PersonName> = []
    /// Who had which role, as far as the journal was read, what was settled, what was written, and what full text should know.
    var roles = RolesInJournal()
    var configurations = ConfigurationsInJournal()
    var registriesThen: [Int: Registry?] = [:]
    let texts = TextsToVerify()
    let words = WordsToVerify()
    /// Whether batches were made at the same time, so that their numbers need not be in their order.
    var writtenAtOnce = false

    init(registry: Registry, reader: any StoreReading, progress: ((Int) throws -> Void)?) {
        self.registry = registry
        self.reader = reader
        self.progress = progress
    }

    var home: HomeName { registry.home }

    func trouble(_ line: String) { verification.add(line) }

    /// Counts one more thing that was looked at.
    func step() throws {
        checked += 1
        try progress?(checked)
    }

    /// Looks at one thing. What cannot be read becomes a trouble and the verification goes on.
    ///
    /// - Returns: whether all of it could be read.
    @discardableResult
    func attempt(_ label: String, _ body: () throws -> Void) throws -> Bool {
        do {
            try body()
            return true
        } catch let problem as Problem where problem.endsAll {
            throw problem
        } catch {
            // Where it answers nothing else either, this is no damage: the connection is gone, or the disk is full.
            if error is Problem { do { _ = try reader.homes() } catch is Problem { throw error } }
            // An engine's own error has words for nobody; that it happened here is what counts.
            trouble("\(label): \((error as? Problem)?.what ?? "it cannot be read")")
            return false
        }
    }

    /// What is asked for a block; nil where that cannot be read: then each of it is asked for alone, so that one row keeps
    /// no others from being looked at.
    func block<Value>(_ body: () throws -> Value) throws -> Value? {
        do {
            return try body()
        } catch let problem as Problem where problem.endsAll {
            throw problem
        } catch {
            return nil
        }
    }

    static let mostInBlock = 500

    /// Who made a batch.
    func author(of batch: UID) throws -> PersonName? { try batches[batch]?.person ?? reader.batch(uid: batch, in: home)?.person }

    /// A batch as people call it.
    func name(of batch: UID) -> String {
        (batches[batch]?.number ?? (try? reader.batch(uid: batch, in: home))?.number).map { "batch \($0)" } ?? "a batch"
    }

    /// Compares a row with what the journal says of it.
    func compare(_ label: String, _ row: [String: JSONValue], with replay: Replay, ifJournaled: Set<String> = []) {
        for difference in replay.differences(from: row, ifJournaled: ifJournaled) {
            let left = difference.batch.map { "not as \(name(of: $0)) left it" } ?? "in no entry of the journal"
            trouble("\(label): \(Change(difference.property, was: nil, now: nil).name) is \(left)")
        }
    }
}
