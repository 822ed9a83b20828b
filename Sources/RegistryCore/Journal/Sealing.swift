extension Seal {
    /// One that covers batches, by their uids and heads, and follows another; the first of a home follows none.
    init(home: HomeName, after last: (number: Int, digest: Digest)?, covering batches: [(uid: UID, head: Digest)]) throws {
        self.init(
            home: home, number: try (last?.number ?? 0).next("the number of the last seal"), batches: batches.map(\.uid),
            digest: Chain.seal(after: last?.digest ?? .nothing, heads: batches.map(\.head)))
    }
}

extension StoreWriting {
    /// Seals a batch that was just appended, and with it all that are to be sealed.
    func seal(_ batch: Batch?, in home: HomeName) throws {
        let batches = try batchesToSeal(batch, in: home)
        guard !batches.isEmpty else { return }
        try append(Seal(home: home, after: lastSeal(of: home).map { ($0.number, $0.digest) }, covering: batches.map { ($0.uid, $0.head) }))
    }
}
