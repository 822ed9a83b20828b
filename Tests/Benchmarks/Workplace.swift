import Foundation

/// Where benchmarks put their files, and the program that they run: this one, under other names.
struct Workplace {
    let folder: String
    let program: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/practice-bench-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        program = URL(fileURLWithPath: CommandLine.arguments[0]).path
    }

    func file(_ name: String) -> String { folder + "/" + name }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
