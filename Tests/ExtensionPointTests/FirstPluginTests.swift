import Fixture
import RegistryCore
import Testing

import FirstPlugin

@Suite struct ThanksTests {
    private func fixture() throws -> Fixture { try Fixture(adding: [ThanksPlugin()], founding: true) }

    @Test func thanksAreKeptAndCountOnceAPerson() throws {
        let fixture = try fixture()
        #expect(try fixture.run("thank P1 \"it helped us on Monday\"", as: "ben") == "Your thanks for P1 are kept.\n")
        try fixture.run("thank P1 \"it helps us every week\"", as: "ben")
        #expect(try fixture.json("show P1")["signals"]?["thanks.count"] == 1)
        #expect(try fixture.run("history P1").contains("said thanks: “it helps us every week”"))
    }

    @Test func nobodyThanksThemselves() throws {
        let fixture = try fixture()
        try fixture.run("submit --set title=T --set problem=P --set change=C --set who=W", as: "ana")
        #expect(try fixture.problem("thank P9 \"well done, me\"", as: "ana")?.kind == .refused)
    }

    @Test func checksLookAtTheWords() throws {
        let fixture = try fixture()
        #expect(try fixture.problem("thank P1 \"ring me on 0161 496 0123\"", as: "ben")?.kind == .refused)
        #expect(try fixture.json("show P1")["signals"]?["thanks.count"] == nil)
    }
}
