import Dispatch
import Fixture
import RegistryCore
import Synchronization
import Testing

/// Two who import the same at the same time.
@Suite struct TogetherTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Rows that are made up.
    private final class Rows: RowSource {
        let columns = ["source_id", "title", "problem"]
        let detected = "made up"
        private let count: Int
        private var row = 0

        init(_ count: Int) { self.count = count }

        func next() -> SourceRow? {
            guard row < count else { return nil }
            row += 1
            return SourceRow(row: row, line: row, cells: ["A\(row)", "Idea \(row)", "Nobody knows of number \(row)"])
        }
    }

    private static func imported(_ count: Int, into registry: Registry, _ actor: Actor, _ progress: @escaping (ImportProgress) -> Void) throws -> ImportSummary {
        var options = ImportOptions()
        options.progress = progress
        var mapping = Mapping()
        mapping.source = "county"
        return try registry.import([("rows", Rows(count))], mapping: mapping, options: options, as: actor)
    }

    @Test func eachRowComesInOnce() throws {
        let rows = 2500
        let (one, other) = (try fixture.registry(), try fixture.registry())
        let actor = try fixture.actor("lead")
        let (hasRead, hasEnded) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let second = Mutex<Result<ImportSummary, any Error>?>(nil)
        var isFirst = true
        let summary = try Self.imported(rows, into: one, actor) { progress in
            guard progress.stage == .saving, isFirst else { return }
            isFirst = false
            // Some rows are stored, and nothing is committed: the other reads all, and finds none of them here.
            DispatchQueue.global().async {
                let result = Result {
                    try Self.imported(rows, into: other, actor) { if $0.stage == .reading, $0.rows == rows { hasRead.signal() } }
                }
                second.withLock { $0 = result }
                hasEnded.signal()
            }
            hasRead.wait()
        }
        hasEnded.wait()
        #expect(summary.new == rows)
        let late = try second.withLock { try #require($0) }.get()
        #expect((late.new, late.unchanged) == (0, rows))
        #expect(try one.count(Query(viewer: actor.viewer)) == rows)
    }
}
