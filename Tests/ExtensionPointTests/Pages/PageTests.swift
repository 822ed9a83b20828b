import Foundation
import RegistryCore
import Testing

/// Every extension point is documented, tested and used: a page each, made of its doc comments, and what it shows.
///
/// `PRACTICE_RECORD=1` writes the pages anew, and fails, so that somebody reads them before they are believed.
@Suite struct PageTests {
    private static let folder = "docs/extension-points"
    static let pages = [Point.plugin] + Point.all

    @Test func everyPublicDeclarationSaysWhatItIs() throws {
        let untold = try Surface.read.get().untold
        #expect(untold.isEmpty, "\(untold.joined(separator: "\n"))")
    }

    @Test func everyPointHasAPage() throws {
        #expect(try Surface.read.get().points.map(\.name).sorted() == Point.all.map(\.type).sorted())
        let pages = try FileManager.default.contentsOfDirectory(atPath: Surface.root.appending(path: PageTests.folder).path)
        #expect(pages.sorted() == PageTests.pages.map { "\($0.name).md" }.sorted())
    }

    @Test func aPluginThatShipsFillsEveryPoint() throws {
        let filling = try Filling.read.get()
        for point in Point.all { #expect(!filling.of(point).isEmpty, "\(point.name)") }
    }

    @Test(arguments: pages.map(\.page) + [Tutorial.file]) func everyLinkLeadsSomewhere(_ page: String) throws {
        let folder = Surface.root.appending(path: page).deletingLastPathComponent()
        let links = try Surface.text(of: page).matches(of: #/\]\((?!https:)(?<path>[^)#]+)/#).map { String($0.path) }
        #expect(links.count > 3)
        for link in links { #expect(FileManager.default.fileExists(atPath: folder.appending(path: link).path), "\(link)") }
    }

    @Test func theSampleFillsEveryPoint() throws {
        let filled = try SamplePlugin().extensions(.none(file: "sample")).map { type(of: $0).point }
        #expect(filled.sorted() == Point.all.map(\.name).sorted())
    }

    @Test(arguments: pages.map(\.name)) func thePageIsWhatItsSourcesSay(_ name: String) throws {
        let point = try #require(PageTests.pages.first { $0.name == name })
        try Recorded.expect(point.page, PointPage(point, Surface.read.get(), Filling.read.get()).text())
    }
}

/// A document that tests hold against what it is made of.
enum Recorded {
    static func expect(_ file: String, _ text: String) throws {
        let path = Surface.root.appending(path: file)
        let recorded = try? String(contentsOf: path, encoding: .utf8)
        guard let recorded, ProcessInfo.processInfo.environment["PRACTICE_RECORD"] == nil else {
            try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file): read it, then run the tests again")
            return
        }
        let lines = recorded.split(separator: "\n", omittingEmptySubsequences: false), made = text.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = zip(lines, made).enumerated().first { $0.element.0 != $0.element.1 }
        #expect(recorded == text, "\(file) differs from line \((difference?.offset ?? min(lines.count, made.count)) + 1): PRACTICE_RECORD=1 records it anew")
    }
}
