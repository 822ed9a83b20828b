import RegistryCore

/// What every store must do, as cases that any engine can be put through.
///
/// A test target of an engine runs them all, each on a store of its own:
///
///     @Test(arguments: StoreContract.cases)
///     func contract(_ one: StoreContract.Case) throws { try contract.check(one) }
///
/// It needs no testing library: a case that fails throws `Failure`, which says what was expected and where.
public struct StoreContract: Sendable {
    private let make: @Sendable () throws -> any Store
    private let reopen: @Sendable (any Store) throws -> any Store

    /// - Parameters:
    ///   - make: makes and opens an empty store, without a home, that nothing else uses.
    ///   - reopen: closes a store and opens what it kept.
    public init(
        make: @escaping @Sendable () throws -> any Store, reopen: @escaping @Sendable (any Store) throws -> any Store
    ) {
        self.make = make
        self.reopen = reopen
    }

    /// One promise that a store keeps.
    public struct Case: Sendable, CustomStringConvertible {
        /// A sentence, which names it in a test's output.
        public let name: String
        let body: @Sendable (Trial) throws -> Void
        public var description: String { name }

        init(_ name: String, _ body: @escaping @Sendable (Trial) throws -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// All of them.
    public static let cases: [Case] =
        homeCases + innovationCases + visibilityCases + conditionCases + wordCases + orderCases + recordCases + tallyCases + titleCases
        + contributionCases + journalCases + carryingCases + personalCases + transactionCases + hostileCases

    /// Puts a new store through one case. Throws `Failure`, or what the store threw.
    public func check(_ one: Case) throws {
        let trial = Trial(try make(), reopen)
        defer { try? trial.store.close() }
        try one.body(trial)
        guard trial.failures.isEmpty else { throw Failure(one.name, trial.failures) }
    }

    /// A store broke a promise.
    public struct Failure: Error, CustomStringConvertible {
        public let name: String
        /// What was expected and what came, with the place in the contract, a line each.
        public let lines: [String]
        public var description: String { (["“\(name)” does not hold:"] + lines).joined(separator: "\n  ") }

        init(_ name: String, _ lines: [String]) {
            self.name = name
            self.lines = lines
        }
    }
}

/// A store on trial: collects what it does wrong, so that one run of a case says all of it.
final class Trial {
    var store: any Store
    private let reopening: (any Store) throws -> any Store
    private(set) var failures: [String] = []

    init(_ store: any Store, _ reopening: @escaping (any Store) throws -> any Store) {
        self.store = store
        self.reopening = reopening
    }

    func reopen() throws { store = try reopening(store) }

    func read<Value>(_ body: (any StoreReading) throws -> Value) throws -> Value { try store.read(body) }
    func write<Value>(_ body: (any StoreWriting) throws -> Value) throws -> Value { try store.write(body) }

    func expect(_ holds: Bool, _ what: String, file: StaticString = #fileID, line: UInt = #line) {
        if !holds { failures.append("\(file):\(line): \(what)") }
    }

    func equal<Value: Equatable>(
        _ found: Value?, _ expected: Value?, _ what: String = "", file: StaticString = #fileID, line: UInt = #line
    ) {
        func words(_ value: Value?) -> String { value.map { String("\($0)".prefix(2000)) } ?? "nothing" }
        expect(found == expected, "\(what) expected \(words(expected)), found \(words(found))", file: file, line: line)
    }

    /// Expects a problem of that kind.
    func refuses<Value>(
        _ kind: Problem.Kind, _ what: String = "", file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Value
    ) {
        do {
            _ = try body()
            expect(false, "\(what) should have been refused as \(kind)", file: file, line: line)
        } catch let problem as Problem {
            expect(problem.kind == kind, "\(what) refused as \(problem.kind), expected \(kind): \(problem)", file: file, line: line)
        } catch {
            expect(false, "\(what) threw \(error), which is no Problem", file: file, line: line)
        }
    }
}
