import Foundation
import PostgresStore
import RegistryCore
import Server
import Standard

/// A registry on a server with as many rows as asked for, made by the program's own import, and the people who use it:
/// `admin`, the lead `lea`, and the staff `client1` to `client64`.
struct ServedRegistry {
    let server: Server
    let rows: Int
    let place: Workplace
    private let database: Database
    static let clients = 64

    init(on server: Server, rows: Int, in place: Workplace) throws {
        (self.server, self.rows, self.place) = (server, rows, place)
        database = try Database(on: server)
        let admin = try database.address(as: "admin", makesRegistry: true), file = place.file("served.csv")
        _ = try Child([place.program, "practice", "--registry", admin, "init"])
        try Generator(seed: 4).write(rows, key: "s", csv: file)
        let report = try JSONValue(parsing: Child([place.program, "practice", "--registry", admin, "import", file, "--source", "bench", "--quiet", "--format", "json"]).output)
        guard report["new"]?.integer == rows else { throw Child.Failed(description: "the import says \(report["new"]?.integer ?? -1) new") }
        try addPeople()
        try addWork()
        try server.psql("VACUUM ANALYZE", in: database.name)
    }

    /// Somebody's own connection to it.
    func opened(as login: String, in copy: String? = nil) throws -> (registry: Registry, actor: Actor) {
        let store = try PostgresStore.open(Address(address(as: login, in: copy), isVisible: false))
        let registry = try Registry(store: store, plugins: Standard.plugins)
        return (registry, try registry.actor(named: nil, account: login))
    }

    func address(as login: String, in copy: String? = nil) -> String { server.address(copy ?? database.name, login: login) }

    /// A copy of it as it was made; nobody may be connected to it meanwhile.
    func copy() throws -> String { try server.database(template: database.name) }

    private func addPeople() throws {
        let (registry, admin) = try opened(as: "admin")
        let names = (1...ServedRegistry.clients).map { "client\($0)" }
        for login in names + ["lea"] { _ = try database.address(as: login) }
        try registry.perform(
            [.put(PersonChange(name: "lea", role: .lead, login: "lea"))]
                + names.enumerated().map { .put(PersonChange(name: $1, role: .staff, team: "Team \($0 % 40)", login: $1)) },
            as: admin, command: "people")
        try registry.close()
    }

    /// A lead's: of each hundred rows one is tagged, rated and at the next stage, and one is its submitter's alone.
    private func addWork() throws {
        let (registry, lead) = try opened(as: "lea")
        let tags = ["transport", "carers", "falls", "loneliness"]
        for numbers in stride(from: 50, through: rows, by: 100).map({ $0 }).pieces(of: 200) {
            try registry.perform(numbers.map { .tag($0, add: [tags[$0 / 100 % 4]], remove: []) }, as: lead, command: "tag")
            try registry.perform(numbers.map { .move($0, to: "triaged", reason: nil) }, as: lead, command: "promote")
            try registry.perform(numbers.map { .contribute(.init(kind: "rating", about: .innovation($0), payload: ["stars": JSONValue($0 / 100 % 5 + 1)])) }, as: lead, command: "rate")
            try registry.perform(numbers.map { .show($0 - 1, to: .me) }, as: lead, command: "show")
        }
        try registry.close()
    }
}

extension Array {
    /// Its elements in turn, so many at a time.
    func pieces(of size: Int) -> [[Element]] { stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) } }
}
