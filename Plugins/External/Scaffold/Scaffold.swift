import Foundation
import RegistryCore

/// A plugin to begin with: what `plugins new` writes, by language.
struct Scaffold {
    let language: String
    /// What must be run in its folder before there is a program; nil when nothing must.
    var needs: String?
    private let files: [(name: String, template: [UInt8], isProgram: Bool)]

    private init(language: String, needs: String? = nil, files: [(name: String, template: [UInt8], isProgram: Bool)]) {
        self.language = language
        self.needs = needs
        self.files = files
    }

    static let all = [
        Scaffold(language: "python", files: [
            (Manifest.file, PackageResources.python_plugin_yaml_txt, false), ("main.py", PackageResources.python_main_py_txt, true),
            ("practice.py", PackageResources.python_practice_py_txt, false), ("test_main.py", PackageResources.python_test_main_py_txt, false),
            ("README.md", PackageResources.python_README_md_txt, false),
        ]),
        Scaffold(language: "shell", files: [
            (Manifest.file, PackageResources.shell_plugin_yaml_txt, false), ("main.sh", PackageResources.shell_main_sh_txt, true),
            ("test.sh", PackageResources.shell_test_sh_txt, true), ("README.md", PackageResources.shell_README_md_txt, false),
        ]),
        Scaffold(language: "swift", needs: "sh build.sh", files: [
            (Manifest.file, PackageResources.swift_plugin_yaml_txt, false), ("Package.swift", PackageResources.swift_Package_swift_txt, false),
            ("build.sh", PackageResources.swift_build_sh_txt, true), (".gitignore", PackageResources.swift_gitignore_txt, false),
            ("Sources/{{id}}/main.swift", PackageResources.swift_main_swift_txt, false), ("Sources/Plugin/JSON.swift", PackageResources.swift_JSON_swift_txt, false),
            ("Sources/Plugin/Conversation.swift", PackageResources.swift_Conversation_swift_txt, false), ("Sources/Plugin/Thanks.swift", PackageResources.swift_Thanks_swift_txt, false),
            ("Tests/PluginTests/ThanksTests.swift", PackageResources.swift_ThanksTests_swift_txt, false), ("README.md", PackageResources.swift_README_md_txt, false),
        ]),
    ]

    /// Writes the files of a plugin of that id into a folder, which must not be there yet. Returns their names.
    func write(_ id: String, into folder: String) throws -> [String] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        } catch {
            throw Problem(.cannotCreate, FileManager.default.fileExists(atPath: folder) ? "something of that name is here already" : "this folder cannot be made", value: folder, next: "choose another name")
        }
        func filled(_ text: String) -> String { text.replacing("{{id}}", with: id) }
        for file in files {
            let text = filled(String(decoding: file.template, as: UTF8.self))
            let path = "\(folder)/\(filled(file.name))"
            try? FileManager.default.createDirectory(at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: file.isProgram ? 0o755 : 0o644]) else {
                throw Problem(.cannotCreate, "this file cannot be written", value: path)
            }
        }
        return files.map { filled($0.name) }
    }
}
