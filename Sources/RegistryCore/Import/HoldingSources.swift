/// Two who import from the same source at the same time: the second compares its rows with what the first has brought.
extension ImportJob {
    /// Remembers how many imports from a source there were when its rows were compared.
    func count(_ source: String) throws {
        guard importCounts[source] == nil else { return }
        importCounts[source] = try registry.store.read { try $0.importCount(from: source, in: registry.home) }
    }

    /// Keeps others from importing from the same sources, and says whether somebody did since rows were compared.
    func holdSources(_ writer: any StoreWriting) throws -> Bool {
        // In one order, so that two who hold several do not wait for each other.
        var isLate = false
        for source in sources.sorted() {
            if try writer.holdImports(from: source, in: registry.home) != importCounts[source] { isLate = true }
        }
        return isLate
    }
}
