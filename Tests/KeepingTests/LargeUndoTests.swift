import Fixture
@testable import RegistryCore
import Testing

/// Batches that an undo goes through in several blocks.
@Suite("undo of large batches")
struct LargeUndoTests {
    private static let count = UndoBlock.most + 10

    private func innovations(_ fixture: Fixture) throws -> [Innovation] {
        let registry = try fixture.registry()
        defer { try? registry.store.close() }
        return try registry.store.read { try $0.innovations(Array(1...Self.count), in: registry.home) }
    }

    @Test("each is set back, what changed later stays, and one that the batch changed in several blocks is as it was")
    func blocks() throws {
        let fixture = try Fixture(), count = Self.count
        try fixture.perform((1...count).map { .submit(Draft(fields: ["title": .text("Idea \($0)")], tags: ["old"])) }, as: "ana")
        let before = try innovations(fixture)
        // P1 changes in the first block of the undo and in the last, there twice.
        let tagging: [Operation] = (1...count).map { .tag($0, add: ["walking"], remove: ["old"]) }
        let batch = try fixture.perform(
            [.revise(1, ["title": .text("First"), "who": .text("All")])] + tagging + [rating(4, on: 2), .revise(1, ["title": .text("Last")]), .show(1, to: .team)], as: "admin").batch?.number ?? 0
        let after = try innovations(fixture)
        // In the last block and in the first.
        try fixture.perform([.tag(3, add: ["old"], remove: ["walking"]), .tag(count - 2, add: ["old"], remove: ["walking"]), .tag(count - 1, add: [], remove: ["walking"]), .tag(count, add: ["new"], remove: [])], as: "lead")
        let registry = try fixture.registry(), admin = try fixture.actor("admin")
        let uid = try registry.batch(batch).uid
        let foretold = try registry.foretell(undoing: uid, as: admin)
        try registry.store.close()
        let json = try fixture.json("undo --batch \(batch) --yes")
        let restored = ["P1: visibility set back", "P1: title set back", "rating on P2: taken back"]
            + (1...count).reversed().filter { $0 != 3 && $0 != count - 2 }.map { "P\($0): tags set back" } + ["P1: title set back", "P1: who set back"]
        #expect(json["restored"]?.array?.compactMap(\.string) == restored)
        let left = ["P\(count - 2): tags was changed since, and stays", "P3: tags was changed since, and stays"]
        #expect(json["left"]?.array?.compactMap(\.string) == left)
        #expect(foretold.restored == restored && foretold.left == left)
        let undone = try innovations(fixture)
        #expect(undone[0].version == before[0].version + 8 && undone[0].visibility == before[0].visibility)
        for (undone, before) in zip(undone, before) {
            #expect(undone.fields == before.fields)
            // What of the tags the batch itself took away and put on.
            #expect(undone.tags == (undone.number == count ? ["new", "old"] : ["old"]), "P\(undone.number)")
        }
        #expect(try fixture.contributions(on: 2).map(\.withdrawn) == [true])
        #expect(try fixture.troubles().isEmpty)
        // And once more, forwards.
        let redone = try fixture.json("undo --batch \(json["batch"]?.integer ?? 0) --yes")
        #expect(redone["left"] == [])
        let again = try innovations(fixture)
        #expect(again[0].fields == after[0].fields && again[0].visibility == .team && again[1].tags == ["walking"])
        #expect(again[0].version == undone[0].version + 4)
        #expect(try fixture.contributions(on: 2).map(\.withdrawn) == [false])
        #expect(try fixture.troubles().isEmpty)
    }

    @Test("what was put in is withdrawn in blocks, but for what stands elsewhere by now, and comes back")
    func putIn() throws {
        let fixture = try Fixture(), count = Self.count
        let batch = try fixture.perform((1...count).map { .submit(Draft(fields: ["title": .text("Idea \($0)")])) }, as: "ana").batch?.number ?? 0
        try fixture.perform([.move(4, to: "parked", reason: "no time"), .move(count - 1, to: "parked", reason: "no time"), .tag(5, add: ["walking"], remove: [])], as: "lead")
        let json = try fixture.json("undo --batch \(batch) --yes", as: "ana")
        #expect(json["left"] == [.string("P\(count - 1): it is parked now, and stays"), "P5: later edits and what others added stay with it", "P4: it is parked now, and stays"])
        #expect(json["restored"]?.array?.count == count - 2)
        #expect(try innovations(fixture).filter { $0.stage != "withdrawn" }.map(\.number) == [4, count - 1])
        #expect(try fixture.troubles().isEmpty)
        // By somebody else, whom every gate is asked about.
        let back = try fixture.json("undo --batch \(json["batch"]?.integer ?? 0) --yes", as: "lead")
        #expect(back["left"] == [] && back["restored"]?.array?.count == count - 2)
        #expect(try innovations(fixture).filter { $0.stage == "submitted" }.count == count - 2)
        #expect(try fixture.troubles().isEmpty)
    }
}
