import Fixture
import Foundation
@testable import RegistryCore
import Testing

@Suite("verify: what no entry says itself")
struct VerifyTimesTests {
    @Test("how often and when an innovation changed")
    func times() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies", "Walking club")
        try fixture.perform([.tag(1, add: ["transport"], remove: [])], as: "ana")
        try fixture.tamper { writer in
            guard var first = try writer.innovation(1, in: .unnamed), var second = try writer.innovation(2, in: .unnamed) else { return }
            first.updated = Moment.date("0001-01-01") ?? first.updated
            try writer.update(first, expecting: 2)
            second.version = 3
            try writer.update(second, expecting: 1)
        }
        #expect(try fixture.troubles() == ["P1: its last change is not when batch 4 was made", "P2: it has version 3, and the journal 1"])
    }

    @Test("when somebody gave what a gate counts", .disabled(if: Engine.isServer, "a server refuses to change that, whoever asks"))
    func contributed() throws {
        let fixture = try Fixture()
        try fixture.submit("Bus buddies")
        try fixture.perform([.contribute(NewContribution(kind: "adoption", about: .innovation(1), payload: ["site": "North", "outcome": "worked"]))], as: "ben")
        try fixture.tamper { writer in
            guard var adoption = try writer.contributions(on: 1, in: .unnamed).first else { return }
            adoption.created = Moment.date("2020-01-01") ?? adoption.created
            try writer.put(adoption, onePerAuthor: false)
        }
        #expect(try fixture.troubles() == ["P1.A1: its beginning is not when batch 4 was made"])
    }

    @Test("what the next import would know its rows by")
    func imported() throws {
        let fixture = try Fixture()
        let file = fixture.folder.appending(path: "ideas.csv")
        func bring(_ titles: [String]) throws {
            try ("id,title\n" + titles.enumerated().map { "\($0),\($1)\n" }.joined()).write(to: file, atomically: true, encoding: .utf8)
            try fixture.run("import \(file.path) --map source_id=id", as: "lead")
        }
        try bring(["Bus buddies", "Walking club", "Wet days"])
        try bring(["Bus friends", "Walking club", "Wet days"])
        try fixture.run("undo --yes", as: "lead")
        try bring(["Bus friends", "Walking club", "Wet days"])
        #expect(try fixture.troubles() == [])
        try fixture.tamper { writer in
            for number in [1, 2] {
                guard var record = try writer.imported(source: "ideas", key: String(number), in: .unnamed) else { return }
                if number == 1 { record.innovation = 3 } else { record.fields["title"] = .text("Else") }
                try writer.put(record)
            }
        }
        #expect(try fixture.troubles().sorted() == [
            "P2: an import brought it, and the next one would change P3 instead", "P3: what is kept as imported for it is not what the journal says",
            "P3: what is kept as imported for it is not what the journal says",
        ])
        try fixture.tamper { try $0.forgetImports(of: 3, in: .unnamed) }
        #expect(try fixture.troubles() == ["P2: an import brought it, and the next one would bring it again", "P3: an import brought it, and the next one would bring it again"])
    }
}
