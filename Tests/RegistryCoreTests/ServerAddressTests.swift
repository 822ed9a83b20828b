@testable import RegistryCore
import Testing

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("postgres://director@db/practice", "postgres://db/practice"), ("postgres:///practice?host=/run&user=director&port=5433", "postgres:///practice?host=/run&port=5433"),
        ("postgresql:///?user=director", "postgresql:///"), ("postgresql:///?%75ser=director", "postgresql:///"), ("postgres://db/a@b", "postgres://db/a@b"),
        ("/home/ana/registry", "/home/ana/registry"),
    ])
    func everybodysHasNobodysLogin(_ address: String, _ everybodys: String) { #expect(ServerAddress.withoutLogin(address) == everybodys) }

    @Test(arguments: [
        ("postgres://ana:secret@db/practice", "postgres://ana@db/practice"), ("postgres://ana:se@cret@db", "postgres://ana@db"), ("postgres://ana:a:secret@db", "postgres://ana@db"),
        ("postgres://ana:se?cret@db/practice?port=5433", "postgres://ana@db/practice?port=5433"), ("postgres://ana:se/cret@db/practice", "postgres://ana:…@db/practice"),
        ("postgres://ana:secret", "postgres://ana:…"), ("postgres://ana:secret/practice", "postgres://ana:…/practice"), ("postgres://db:5432,ana:secret/x", "postgres://db:5432,ana:…/x"),
        ("postgres:///x?password=secret&user=ana", "postgres:///x?user=ana"), ("postgres:///x?%70ass%77ord=secret&port=1", "postgres:///x?port=1"),
        ("postgres:///x?PASSWORD=secret", "postgres:///x"), ("postgres:///x?sslpassword=secret&sslkey=k", "postgres:///x?sslkey=k"),
        ("postgres:///x?password=a&secret", "postgres:///x"), ("postgres:///x?pasword=secret", "postgres:///x?pasword=…"), ("postgres:///x?sslmode=a password=secret", "postgres:///x?sslmode=…"),
        ("postgres:///x password=secret", "postgres:///x password=…"), ("postgres:///x?dbname=postgres%3A//ana:secret@db", "postgres:///x?dbname=…"),
        ("postgres://ana%3Asecret@db/x", "postgres://ana@db/x"), ("postgres://ana@council.example:secret@db/x", "postgres://ana@council.example@db/x"),
        ("postgres://[::1]:5432/x", "postgres://[::1]:5432/x"), ("postgres://a:5432,b:5433/x?passfile=/f&user=ana@srv", "postgres://a:5432,b:5433/x?passfile=/f&user=ana@srv"),
        ("postgres://ana@db:5432/x", "postgres://ana@db:5432/x"),
    ])
    func anAddressIsShownWithoutItsPassword(_ address: String, _ shown: String) { #expect(ServerAddress.masked(address) == shown) }

    @Test func aLineThatWasTypedKeepsNoPassword() {
        #expect(ServerAddress.masked(inLine: "find --registry 'host=db password=secret'") == "find --registry 'host=db password=…'")
        #expect(!ServerAddress.masked(inLine: "find --registry \"password = 'se cret' host=db\" x").contains("cret"))
        for line in ["find --regsitry=postgres://ana:se cret@db", "x POSTGRES:/ana:secret@db", "x 'postgres:ana:secret@db/x' y", "x postgres%3A//ana:secret@db", "unexpected “https://a:secret@b”", "a %70assword%3Dsecret"] {
            #expect(!ServerAddress.masked(inLine: line).contains("cret"), "\(line)")
        }
        for line in ["comment P1 'a password is needed'", "postgres://db:5432/x?user=ana@srv", "stage:open ana@b", "mailto:ana@b", "find a=b"] { #expect(ServerAddress.masked(inLine: line) == line) }
    }
}

@Suite struct RegistryNameTests {
    @Test(arguments: ["postgres://db/x", "PostgreSQL://db/x", " postgres://db/x", "postgres://db/x\n", "\u{FEFF}POSTGRES://db/x"])
    func anAddressIsOneInAnyCaseAndBetweenBlanks(_ name: String) throws {
        guard case .server(let address) = try RegistryName(name) else { return #expect(Bool(false)) }
        #expect(["postgres://db/x", "postgresql://db/x"].contains(address))
    }

    @Test(arguments: [
        "registry", "/data/registry", "./a=b", "../postgres:x", "~/postgres://x", "./postgres://ana:secret@db", "folder/a=b", "a=b", "host", "hosts=1", "folder/host=1", "postgres", "postgres/registry",
        "postgres-registry", "team:2024", "a b", "progress:1", "/tmp/a:b@c",
    ])
    func aPathIsOne(_ name: String) throws { #expect(try RegistryName(name) == .file(name)) }

    @Test(arguments: [
        "host=localhost password=secret", "dbname = practice", "password='se cret' host=x", "SERVICE=practice", "x=1 host=db password=secret", "host=ana:secret@db", "dbname=postgres://ana:secret@db", "dbname=x pasword=secret", "pgpassword=secret", "x;password=secret", "user=ana/secret@db",
        "postgres:/ana:secret@db/x", "postgres:ana:secret@db/x", "POSTGRES:ana:secret@db", "postgres//ana:secret@db", "postgres;//ana:secret@db", "postgres.//ana:secret@db", "postgres/ana:secret@db",
        "postgre://ana:secret@db", "postgress://ana:secret@db", "potsgresql:/ana:secret@db", "pgsql:ana:secret@db", "postgresql+psycopg2://ana:secret@db", "postgresql+psycopg2:ana:secret@db",
        "jdbc:postgresql://db/x?user=ana&password=secret", "mysql://ana:secret@db", "//ana:secret@db/x", "ana:secret@db/x", "ana:sec/ret@db", "'postgres://ana:secret@db'", "<postgres://ana:secret@db>",
        "PRACTICE_REGISTRY=postgres://ana:secret@db", "x=postgres:ana:secret@db", "postgres%3A%2F%2Fana%3Asecret%40db", "postgres：//ana:secret@db", "postgres ://ana:secret@db", "postgres:\\\\ana:secret@db",
        "postgres:/db?%70assword=secret", "ana:secret://db", "postgres:ana:secret", "file:///x", "http://db/x",
    ])
    func whatIsNearlyAnAddressIsRefusedAndShownWithoutAPassword(_ name: String) {
        #expect {
            try RegistryName(name)
        } throws: { error in
            guard let problem = error as? Problem else { return false }
            return problem.kind == .usage && !"\(problem)".contains("cret") && problem.allowed.contains { $0.hasPrefix("./") }
        }
        #expect(!ServerAddress.masked(name).contains("cret"))
        if name.contains("cret") { #expect(RegistryName.mayHoldPassword(name)) }
    }

    @Test(arguments: ["see https://example.org", "who to ask: ana@example.org", "a password is needed", "title=Night bus", "service=Day care", "12", "stage:open"])
    func whatPeopleWriteIsNoPassword(_ word: String) { #expect(!RegistryName.mayHoldPassword(word)) }
}
