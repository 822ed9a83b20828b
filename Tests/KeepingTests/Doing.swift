import Fixture
@testable import RegistryCore
import RegistryShell

extension Fixture {
    /// Does operations as somebody, behind the commands' back: for what another plugin's command would do.
    @discardableResult
    func perform(_ operations: [Operation], as person: String, command: String = "test") throws -> Outcome {
        let registry = try registry()
        defer { try? registry.store.close() }
        return try registry.perform(operations, as: registry.actor(named: person, account: person), command: command)
    }

    /// Puts innovations in, in one batch.
    @discardableResult
    func submit(_ titles: String..., as person: String = "ana") throws -> [Innovation] {
        try perform(titles.map { .submit(Draft(fields: ["title": .text($0)])) }, as: person, command: "submit").innovations
    }

    /// Changes the store behind the journal's back.
    func tamper(_ body: (any StoreWriting) throws -> Void) throws {
        let store = try registry().store
        try store.write { try body($0) }
        try store.close()
    }

    func innovation(_ number: Int) throws -> Innovation {
        let registry = try registry()
        defer { try? registry.store.close() }
        return try registry.innovation(number, for: registry.actor(named: "admin", account: "admin").viewer)
    }

    /// The contributions on an innovation, oldest first, those withdrawn among them.
    func contributions(on number: Int) throws -> [Contribution] {
        let registry = try registry()
        defer { try? registry.store.close() }
        return try registry.store.read { try $0.contributions(on: number, in: registry.home) }
    }

    /// What a command that fails prints before it does.
    func printedDespiteFailing(_ line: String) throws -> String {
        let (_, session) = try shell()
        var printed = ""
        let output = Output(result: { printed += $0 }, message: { _ in })
        let collecting = Session(
            surroundings: session.surroundings, opener: session.opener, starter: session.starter, plugins: session.plugins,
            console: session.console, output: output, options: session.options)
        do {
            try Shell(session: collecting, commands: session.commands).run(line: line)
            return ""
        } catch is Problem {
            return printed
        }
    }

    /// What `verify` finds wrong.
    func troubles() throws -> [String] {
        let registry = try registry()
        defer { try? registry.store.close() }
        return try registry.verify().troubles
    }
}

/// A rating, as its plugin keeps it.
func rating(_ stars: Int, on number: Int) -> Operation {
    .contribute(NewContribution(kind: "rating", about: .innovation(number), payload: ["stars": .number(Double(stars))]))
}
