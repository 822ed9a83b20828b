import Foundation
import RegistryCore
import SQLiteStore
import Testing

/// A folder of a test's own, which goes when the test does.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("SQLiteStore-" + UID().text).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String = "registry") -> String { folder + "/" + name }
    func bytes(_ name: String = "registry") -> Data? { FileManager.default.contents(atPath: path(name)) }
    func put(_ bytes: Data, _ name: String = "registry") { _ = FileManager.default.createFile(atPath: path(name), contents: bytes) }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    /// A registry with one home and `count` innovations, closed.
    func registry(_ name: String = "registry", count: Int = 3) throws {
        let store = try SQLiteStore.create(path: path(name))
        try store.write { writer in
            try writer.create(home: .unnamed, at: Date())
            for number in 0..<count { try writer.add(number + 1) }
        }
        try store.close()
    }
}

extension StoreWriting {
    /// Adds an innovation that full text finds by `numberN`.
    func add(_ number: Int, text: String = "") throws {
        let innovation = Innovation(
            home: .unnamed, number: number, uid: UID(), submitter: "ana", stage: "submitted", created: Date(), updated: Date(),
            fields: ["title": .text("number\(number)"), "who": .text(text)])
        try insert(innovation)
        try index(SearchText(title: innovation.title, tags: "", body: text, contributed: ""), of: number, in: .unnamed)
    }
}

extension StoreReading {
    func exists(_ number: Int) throws -> Bool { try innovation(number, in: .unnamed) != nil }
}

/// The kind of problem that `body` throws.
func kind(_ body: () throws -> Void) -> Problem.Kind? {
    do { try body() } catch let problem as Problem { return problem.kind } catch { Issue.record("not a problem: \(error)") }
    return nil
}
