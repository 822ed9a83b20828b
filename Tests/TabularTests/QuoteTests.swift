import Fixture
import Foundation
import RegistryCore
import Testing

@Suite struct QuoteTests {
    @Test(arguments: [("'title','problem'\n'Bus, and more','it''s late'\n", ""), ("title,problem\n|Bus, and more|,|it's late|\n", "--quote '|'")])
    func otherQuotesAreFoundOutOrForced(_ text: String, _ options: String) throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: "q.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let json = try fixture.json("import \(path) \(options)", as: "lead")
        #expect(json["new"] == 1)
        #expect(json["detected"]?[path]?.string?.contains("quoted by") == true)
        #expect(try fixture.json("show P1")["fields"]?["title"] == "Bus, and more")
        #expect(try fixture.json("show P1")["fields"]?["problem"] == "it's late")
    }

    @Test func aLetterIsNoQuote() throws {
        let fixture = try Fixture()
        let path = fixture.folder.appending(path: "q.csv").path
        try "title\nx\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try fixture.problem("import \(path) --quote a", as: "lead")?.kind == .usage)
    }
}
