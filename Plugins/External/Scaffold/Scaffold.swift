import Foundation
import RegistryCore

/// A plugin to begin with: what `plugins new` writes, by language.
struct Scaffold {
    let language: String
    private let files: [(name: String, template: [UInt8], isProgram: Bool)]

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
    ]

    /// Writes the files of a plugin of that id into a folder, which must not be there yet. Returns their names.
    func write(_ id: String, into folder: String) throws -> [String] {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        } catch {
            throw Problem(.cannotCreate, FileManager.default.fileExists(atPath: folder) ? "something of that name is here already" : "this folder cannot be made", value: folder, next: "choose another name")
        }
        for file in files {
            let text = String(decoding: file.template, as: UTF8.self).replacing("{{id}}", with: id)
            let path = "\(folder)/\(file.name)"
            guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: file.isProgram ? 0o755 : 0o644]) else {
                throw Problem(.cannotCreate, "this file cannot be written", value: path)
            }
        }
        return files.map(\.name)
    }
}
