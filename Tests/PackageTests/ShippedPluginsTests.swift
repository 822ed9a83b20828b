import Foundation
import Standard
import Testing

/// Holds the folders of `Plugins`, the list of the package, the list in `Standard` and the test targets together: a
/// forgotten one fails here.
@Suite struct ShippedPluginsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func folders(of path: String) throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: path).path)
        return Set(names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: Self.root.appending(path: path).appending(path: name).path, isDirectory: &isFolder) && isFolder.boolValue
        })
    }

    /// The names in `let shipped = […]` of Package.swift.
    private func listed() throws -> [String] {
        let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let list = try #require(manifest.components(separatedBy: "let shipped = [").dropFirst().first?.components(separatedBy: "]").first)
        return list.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    /// Those that ship as an attached plugin's folder: a plugin.yaml and a program, and nothing that is built here.
    private func attached() throws -> Set<String> {
        try folders(of: "Plugins").filter { FileManager.default.fileExists(atPath: Self.root.appending(path: "Plugins/\($0)/plugin.yaml").path) }
    }

    @Test func everyFolderIsInThePackageOrIsAttached() throws {
        let attached = try attached()
        #expect(try folders(of: "Plugins").subtracting(["Standard"]).subtracting(attached) == Set(listed()))
        #expect(attached == ["Spreadsheet"])
    }

    @Test func everyPluginOfThePackageShips() throws {
        let modules = Standard.plugins.map { String(reflecting: type(of: $0)).components(separatedBy: ".")[0] }
        #expect(modules.sorted() == (try listed()).map { "\($0)Plugin" }.sorted())
    }

    @Test func everyPluginHasTestsAndSaysWhatItIs() throws {
        let tests = try folders(of: "Tests")
        for name in try listed() + attached() {
            #expect(tests.contains("\(name)Tests"), "Tests/\(name)Tests is missing")
            let readme = Self.root.appending(path: "Plugins/\(name)/README.md").path
            #expect(FileManager.default.fileExists(atPath: readme), "Plugins/\(name)/README.md is missing")
        }
    }

    @Test func thePackageListIsInOrder() throws {
        let names = try listed()
        #expect(names == names.sorted())
    }

    /// A plugin sees the core and the shell, never a store, the prompt or another plugin.
    @Test func pluginsImportOnlyWhatTheyMay() throws {
        let files = try #require(FileManager.default.enumerator(atPath: Self.root.appending(path: "Plugins").path))
        for case let file as String in files where file.hasSuffix(".swift") && !file.hasPrefix("Standard/") {
            let text = try String(contentsOf: Self.root.appending(path: "Plugins").appending(path: file), encoding: .utf8)
            let imports = text.split(separator: "\n").filter { $0.hasPrefix("import ") }.map { String($0.dropFirst(7)) }
            let further = file.hasPrefix("External/") ? ["CProcess"] : []
            #expect(Set(imports).isSubset(of: further + ["ArgumentParser", "Foundation", "Glibc", "RegistryCore", "RegistryShell", "Synchronization"]), "\(file) imports \(imports)")
        }
    }
}
