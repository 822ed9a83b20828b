/// How much an archive holds.
public struct ArchiveCounts: Equatable, Sendable {
    public var people = 0
    public var innovations = 0
    public var contributions = 0
    public var batches = 0
    public var entries = 0
    /// Lines in all, the last one among them.
    public var lines = 0
}

extension Registry {
    /// Writes everything that the home keeps, whoever may see it, as an archive.
    ///
    /// All of it is one consistent state, and none of it is held in memory.
    /// - Parameter isStopped: asked again and again; ends it as soon as it says yes.
    /// - Throws: `notPermitted` unless an admin asks, `interrupted`, and what `sink` throws.
    public func archive(into sink: any ByteSink, as actor: Actor, isStopped: @escaping () -> Bool = { false }) throws -> ArchiveCounts {
        try actor.person.require(.archive)
        sealAll()
        var writer = ArchiveWriter(sink, isStopped: isStopped)
        try store.read { reader in
            try writer.put(ArchiveLine.header(home))
            for document in try reader.documents(of: home).sorted(by: { $0.name < $1.name }) { try writer.put(ArchiveLine.document(document)) }
            for person in try reader.people(of: home).sorted(by: { $0.name < $1.name }) {
                try writer.put(ArchiveLine.person(person))
                writer.counts.people += 1
            }
            try reader.each(Query(viewer: .registry(home), order: .number)) { found in
                try writer.put(ArchiveLine.innovation(found.innovation))
                writer.counts.innovations += 1
            }
            try reader.eachContribution(in: home) { contribution in
                try writer.put(ArchiveLine.contribution(contribution))
                writer.counts.contributions += 1
            }
            let batches = try Array(reader.batches(of: home, by: nil, before: nil, limit: nil).reversed())
            var entries = EntriesAhead(of: batches, in: home, reader)
            for (index, batch) in batches.enumerated() {
                try writer.put(ArchiveLine.batch(batch))
                writer.counts.batches += 1
                try entries.each(ofBatchAt: index) { entry in
                    try writer.put(ArchiveLine.entry(entry))
                    writer.counts.entries += 1
                }
            }
            for seal in try reader.seals(of: home) { try writer.put(ArchiveLine.seal(seal)) }
            try reader.eachImported(in: home) { try writer.put(ArchiveLine.imported($0)) }
        }
        try writer.finish()
        return writer.counts
    }
}

extension Registry {
    /// Seals what is not sealed yet before it is taken elsewhere, as a file has a seal for each of its batches. A standby
    /// cannot, and is taken as it is.
    func sealAll() {
        if store.writesAtOnce { _ = try? store.write { try $0.seal(nil, in: home) } }
    }
}

private struct ArchiveWriter {
    private let sink: any ByteSink
    private let isStopped: () -> Bool
    var counts = ArchiveCounts()
    private var digest = LinesDigest()
    private var waiting: [UInt8] = []

    init(_ sink: any ByteSink, isStopped: @escaping () -> Bool) {
        self.sink = sink
        self.isStopped = isStopped
    }

    mutating func put(_ line: JSONObject) throws {
        var bytes: [UInt8] = []
        // What is absent is left out, not null.
        JSONValue.object(JSONObject(line.members.filter { !$0.value.isNull }.map { ($0.name, $0.value) })).appendCanonical(to: &bytes)
        bytes.append(0x0A)
        digest.take(bytes)
        counts.lines += 1
        waiting += bytes
        guard waiting.count > 1 << 16 else { return }
        guard !isStopped() else { throw Problem(.interrupted, "stopped; the archive is not whole") }
        try flush()
    }

    mutating func finish() throws {
        let end: JSONObject = ["type": "end", "lines": JSONValue(counts.lines), "digest": .string(digest.text)]
        JSONValue.object(end).appendCanonical(to: &waiting)
        waiting.append(0x0A)
        counts.lines += 1
        try flush()
    }

    private mutating func flush() throws {
        try sink.write(String(decoding: waiting, as: UTF8.self))
        waiting.removeAll(keepingCapacity: true)
    }
}
