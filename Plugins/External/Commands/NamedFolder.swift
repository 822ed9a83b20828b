import Foundation
import RegistryCore

/// The folder of a plugin, as somebody names it: a path, or the name of one that was installed with the program.
///
/// What is in the working folder counts first.
enum NamedFolder {
    static func path(_ named: String, on machine: Machine) -> String {
        let path = URL(fileURLWithPath: NSString(string: named).expandingTildeInPath).standardizedFileURL.path
        guard !FileManager.default.fileExists(atPath: path) else { return path }
        return InstalledPlugin.folder(named, on: machine) ?? path
    }
}
