import RegistryShell

/// The page of an extension point, in Markdown: its doc comments, a sample with its tests, and who fills it.
struct PointPage {
    struct Missing: Error {
        let what: String
    }

    private let point: Point
    private let surface: Surface
    /// The point's own type, and what a plugin writes.
    private let type, written: Declaration
    private let filling: [Filling.Part]
    private let sample: String

    init(_ point: Point, _ surface: Surface, _ filling: Filling) throws {
        self.point = point
        self.surface = surface
        type = try PointPage.type(point.type, surface)
        written = try PointPage.type(point.written ?? point.type, surface)
        self.filling = filling.of(point)
        sample = try point.samples.map { try Excerpt.text(of: "Tests/ExtensionPointTests/Sample.swift", beginning: "struct \($0):") }.joined(separator: "\n\n")
    }

    private static func type(_ name: String, _ surface: Surface) throws -> Declaration {
        guard let type = surface.type(name) else { throw Missing(what: name) }
        return type
    }

    func text() throws -> String {
        let isOneType = type.name == written.name
        let types = surface.types(namedBy: isOneType ? [type] : [written, type]) + (isOneType ? [] : [type])
        let tests = try point.tests.map { try Excerpt.text(of: "Tests/ExtensionPointTests/ExtensionPointTests.swift", beginning: "func \($0)(") }
        guard !tests.isEmpty, tests.allSatisfy({ $0.hasPrefix("@Test") }) else { throw Missing(what: "a test of \(point.name)") }
        var parts = ["<!-- Made of doc comments, a sample and its tests. Edit those; Plugins/README.md says how this is made anew. -->"]
        parts += ["# \(point.type)", Prose.text(of: type.doc)]
        parts += ["Declared in \(PointPage.link(type.file)). [All extension points](../../Plugins/README.md#extension-points)."]
        parts += ["## A sample", "From \(PointPage.link("Tests/ExtensionPointTests/Sample.swift")), a plugin that fills every point:", PointPage.code(sample)]
        parts += ["Its tests, from \(PointPage.link("Tests/ExtensionPointTests/ExtensionPointTests.swift")):", PointPage.code(tests.joined(separator: "\n\n"))]
        parts += ["## What you write"] + (isOneType ? [] : [Prose.text(of: written.doc)])
        parts += requirements(of: written, beside: written.inherited.contains("Extension") ? [try name()] : [])
        if !types.isEmpty { parts.append("## What it works with") }
        for type in types { parts += described(type) }
        if !filling.isEmpty { parts += ["## Who fills it", filled, "Plugins in other languages fill it too: [the plugin protocol](../plugin-protocol.md)."] }
        parts += words(of: [written] + types)
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The name, which every extension has.
    private func name() throws -> Declaration {
        guard let name = surface.type("Extension")?.members.first(where: { $0.name == "name" }) else { throw Missing(what: "Extension.name") }
        return name
    }

    /// What a type must have, then what it may leave out, each with what it says of itself.
    private func requirements(of type: Declaration, beside common: [Declaration] = []) -> [String] {
        let standing = type.members.map { ($0, surface.standing(for: $0, of: type)) }
        let needed = (common + standing.filter { $0.1 == nil }.map(\.0)).map { PointPage.item($0) }
        let free = standing.compactMap { requirement, standing in
            standing.map { PointPage.item(requirement, note: $0.body.flatMap { $0.isEmpty ? nil : "; left out, it is `\($0)`" } ?? "") }
        }
        return PointPage.list(needed) + (free.isEmpty ? [] : ["What may be left out:"] + PointPage.list(free))
    }

    private func described(_ type: Declaration, in outer: String = "") -> [String] {
        let name = outer + type.name
        var parts = ["\(outer.isEmpty ? "###" : "####") \(name)"]
        // The point's own comment stands at the head of the page.
        if name != point.type { parts.append(Prose.text(of: type.doc)) }
        if let line = type.oneLineMembers { parts.append("`\(line)`") }
        let members = type.publicMembers.filter { !Declaration.types.contains($0.keyword) && $0.name != "point" && !$0.name.isEmpty }
        parts += type.keyword == "protocol" ? requirements(of: type) : PointPage.list(members.map { PointPage.item($0) })
        return parts + type.publicMembers.filter { Declaration.types.contains($0.keyword) }.flatMap { described($0, in: name + ".") }
    }

    private static func item(_ declaration: Declaration, note: String = "") -> String {
        let doc = Prose.text(of: declaration.doc)
        return "- `\(declaration.text)`\(note)" + (doc.isEmpty ? "" : "\\\n" + Prose.indented(doc))
    }

    private var filled: String {
        "| Plugin | What it brings |\n|---|---|\n"
            + filling.map { "| [\($0.plugin)](../../\($0.folder)) | \($0.names.map { "`\($0)`" }.joined(separator: ", ")) |" }.joined(separator: "\n")
    }

    /// What is named, here or in the sample, and declared elsewhere.
    private func words(of types: [Declaration]) -> [String] {
        let inSample = sample.matches(of: #/\b[A-Z][A-Za-z0-9]*/#).map { String($0.0) }
        let rows = Set(types.flatMap(\.named) + inSample).sorted().filter { surface.type($0) == nil }.compactMap { name in
            surface.word(name).map { "| [`\(name)`](../../\($0.file)) | \($0.sentence.replacing("|", with: "\\|")) |" }
        }
        return rows.isEmpty ? [] : ["## Words from elsewhere", "| Word | What it is |\n|---|---|\n" + rows.joined(separator: "\n")]
    }

    private static func list(_ items: [String]) -> [String] { items.isEmpty ? [] : [items.joined(separator: "\n")] }
    private static func link(_ file: String) -> String { "[\(file)](../../\(file))" }
    private static func code(_ text: String) -> String { "```swift\n\(text)\n```" }
}
