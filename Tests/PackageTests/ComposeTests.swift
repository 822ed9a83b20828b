import Foundation
import Testing

/// examples/compose, which is a package of its own: held against this build without building all of it again.
@Suite struct ComposeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let example = root.appending(path: "examples/compose")
    /// Where the build left its modules, and what it checked out.
    private static let built = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().resolvingSymlinksInPath()
    private static let checkouts = built.deletingLastPathComponent().deletingLastPathComponent().appending(path: "checkouts")

    private func compile(_ words: [String], _ sources: String) throws {
        let folder = Self.example.appending(path: "Sources/\(sources)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0).path }
        let searched = [Self.built.appending(path: "Modules")] + ["CLibPQ", "CProcess", "CReadline", "CSQLite"].map { Self.root.appending(path: "Sources/\($0)") }
            + ["Yams/Sources/CYaml/include", "GRDB.swift/Sources/GRDBSQLite"].map { Self.checkouts.appending(path: $0) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swiftc", "-swift-version", "6"] + searched.flatMap { ["-I", $0.path] } + words + files
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }

    @Test func itCompilesAgainstWhatIsPublic() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "compose-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try compile(["-emit-module", "-module-name", "Thanks", "-emit-module-path", folder.appending(path: "Thanks.swiftmodule").path], "Thanks")
        try compile(["-typecheck", "-module-name", "OurPractice", "-I", folder.path], "our-practice")
    }

    @Test func itsMainHasFiveLines() throws {
        let text = try String(contentsOf: Self.example.appending(path: "Sources/our-practice/main.swift"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count == 5)
    }

    @Test func whatItDependsOnIsOffered() throws {
        let ours = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let its = try String(contentsOf: Self.example.appending(path: "Package.swift"), encoding: .utf8)
        let products = its.matches(of: #/name: "(\w+)", package: "practice-registry"/#).map { String($0.1) }
        #expect(products.count == 4)
        for product in products { #expect(ours.contains(".library(name: \"\(product)\","), "\(product)") }
        #expect(its.matches(of: #/exact: "[\d.]+"/#).allSatisfy { ours.contains($0.0) }, "another version of what both use")
    }
}
