import Fixture
import RegistryCore
import RegistryShell

/// Which of the plugins that ship fill a point, and with what.
struct Filling {
    struct Part {
        var plugin: String
        /// From the root of the package.
        var folder: String
        /// Names of extensions, in their order.
        var names: [String]
    }

    /// Asked for once for all pages.
    static let read = Result { try Filling() }

    private var parts: [(point: String, part: Part)] = []

    /// Those of a build as its assembly has them, then the one that ships as an attached plugin, as its manifest does.
    private init() throws {
        for member in try Assembly(Fixture().plugins).members {
            let module = String(reflecting: type(of: member.plugin)).split(separator: ".")[0]
            let folder = "Plugins/" + module.replacing("Plugin", with: "")
            for (point, extensions) in Dictionary(grouping: member.extensions, by: { type(of: $0).point }) {
                parts.append((point, Part(plugin: member.plugin.id, folder: folder, names: extensions.map(\.name))))
            }
        }
        let folder = "Plugins/Spreadsheet", file = folder + "/plugin.yaml"
        let manifest = try Settings(yaml: Surface.text(of: file), file: file)
        for (key, _) in try manifest.mapping("contributes") {
            let names = try manifest["contributes"]?.items(key).map { try $0.text("name") } ?? []
            parts.append((String(key.dropLast()), Part(plugin: try manifest.text("id"), folder: folder, names: names)))
        }
    }

    func of(_ point: Point) -> [Part] { parts.filter { $0.point == point.name }.map(\.part) }
}
