import Fixture
import Foundation
import RegistryCore

/// Plugins in other languages for these tests: those in `Plugins`, and ones that a test writes.
enum Attaching {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let plugins = root.appending(path: "Tests/ExternalTests/Plugins")

    /// A copy of one of `Plugins`, which a test may change.
    static func copy(_ name: String, for fixture: Fixture) throws -> String {
        let folder = fixture.folder.appending(path: name)
        try FileManager.default.copyItem(at: plugins.appending(path: name), to: folder)
        return folder.path
    }

    /// A registry with the founding records to which the plugin `wave` is attached, which fills every extension point.
    static func wave(answers: [String]? = nil) throws -> Fixture {
        let fixture = try Fixture(founding: true, answers: answers)
        try fixture.run("plugin attach \(copy("wave", for: fixture)) --yes")
        return fixture
    }

    /// The same with a plugin that breaks the protocol in one way, whatever it is asked.
    ///
    /// - Parameter contributes: the manifest's part of that name, indented by two.
    static func hostile(_ how: String, contributes: String, limits: String? = nil, answers: [String]? = nil) throws -> Fixture {
        // Only what hangs waits for its time to be up; the others may be slow on a busy machine.
        let seconds = ["hangs", "ignores-term", "forks"].contains(how) ? 1 : 60
        let limits = limits ?? "{start: 60, call: \(seconds), memory: 256, reply: 1}"
        let fixture = try Fixture(founding: true, answers: answers)
        let folder = try copy("hostile", for: fixture)
        let manifest = """
            id: hostile
            version: 1
            protocol: 1
            summary: breaks the protocol
            executable: [python3, hostile.py, \(how), \(fixture.folder.path)/stray]
            sees: {fields: all}
            limits: \(limits)
            contributes:
            \(contributes)
            """
        try manifest.write(toFile: folder + "/plugin.yaml", atomically: true, encoding: .utf8)
        try fixture.run("plugin attach \(folder) --yes")
        return fixture
    }

}

extension Fixture {
    var submission: String { "submit --set title=Bus --set problem=P --set change=C --set who=W" }
}
