import CLibPQ
import Foundation
@testable import PostgresStore
import RegistryCore
import Server
import Testing

/// What is said of a server that lets nobody in, or answers with a code.
@Suite struct RefusalTests {
    private static let address = Result { try Address("postgres://db/practice", isVisible: false) }

    @Test(arguments: [
        ("FATAL:  the database system is in recovery mode", Problem.Kind.unavailable, "starting"), ("FATAL:  the database system is starting up", .unavailable, "starting"),
        ("FATAL:  sorry, too many clients already", .busy, "no connection left"), ("FATAL:  too many connections for role \"ana\"", .busy, "no connection left"),
        ("session is read-only", .unavailable, "target_session_attrs"), ("server is in hot standby mode", .unavailable, "target_session_attrs"),
        ("FATAL:  password authentication failed for user \"ana\"", .notPermitted, "password"), ("Connection refused", .unavailable, "no server answers"),
    ])
    func words(_ message: String, _ kind: Problem.Kind, _ what: String) throws {
        let refusal = try Refusal(message, Self.address.get()) { "" }
        #expect(refusal.problem.kind == kind && refusal.problem.what.contains(what), "\(refusal)")
        #expect(refusal.isStarting == (what == "starting"))
    }

    @Test(arguments: [
        ("invalid integer value \"abc\" for connection option \"connect_timeout\"", "connect_timeout=abc"), ("invalid sslmode value: \"abc\"", "sslmode=abc"),
        ("invalid connection option \"foo\"", "foo"), ("could not parse network address \"abc\": Name or service not known", "hostaddr=abc"), ("invalid port number: \"se\"", "port"), ("invalid integer value \"secret\" for connection option \"port\"", "port"),
        ("could not match 2 port numbers to 3 hosts", "port"), ("invalid SSL protocol version range", "ssl_min_protocol_version"), ("invalid require_auth method: \"x\"", "require_auth=x"),
        ("weak sslmode \"require\" may not be used with sslrootcert=system", "sslmode=require"), ("sslmode value \"require\" invalid when SSL support is not compiled in", "sslmode=require"),
        ("FATAL:  unrecognized configuration parameter \"foo\"", "foo"), ("FATAL:  invalid value for parameter \"work_mem\": \"abc\"", "work_mem=abc"),
        ("FATAL:  invalid command-line argument for server process: --bla", "options"),
    ])
    func aSettingThatCannotBeReadIsNamed(_ message: String, _ setting: String) throws {
        let refusal = try Refusal(message, Self.address.get()) { "" }
        #expect(refusal.problem.kind == .usage && refusal.problem.value == setting, "\(refusal)")
    }

    @Test(arguments: ["connect_timeout=abc", "sslmode=abc", "target_session_attrs=abc", "channel_binding=abc", "options=-c%20work_mem%3Dabc", "hostaddr=abc", "port=1,2"])
    func aServersAddressWithOneIsRefusedByItsName(_ setting: String) throws {
        let server = try Server.shared.get()
        let refused = try problem { try PostgresStore.open(Address("\(server.address("postgres"))&\(setting)", isVisible: false)) }
        let name = setting.hasPrefix("options") ? "work_mem" : String(setting.prefix { $0 != "=" })
        #expect(refused?.kind == .usage && refused?.value?.hasPrefix(name) == true, "\(refused as Any)")
    }

    @Test func whatPeopleSetElsewhereIsNotOverruled() throws {
        func isOurs(_ given: [String: String]) -> Bool {
            ConnectionSettings("postgres:///", toStandby: false, asking: nil, given: given).withTexts { names, _ in
                var place = names
                while let name = place?.pointee {
                    if String(cString: name) == "connect_timeout" { return true }
                    place = place?.successor()
                }
                return false
            }
        }
        #expect(isOurs([:]) && !isOurs(["connect_timeout": "3"]))
        let settings = try LibPQ.shared.wholeSettings(of: Address("postgres://ana:x@db:1,db2:2/practice?connect_timeout=3", isVisible: false))
        #expect(settings["connect_timeout"] == "3" && settings["user"] == "ana" && settings["password"] == "x")
    }

    @Test func aPasswordFileThatOthersMayReadIsToldOfOnce() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "pgpass-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: 0o640]))
        var told: [String] = []
        for _ in 0..<2 { #expect(PasswordFile.leftOut(["host": "db", "passfile": path]) { told.append($0) } == path) }
        #expect(told.count == 1 && told.first?.contains(path) == true)
        #expect(PasswordFile.leftOut(["host": "db", "passfile": path, "password": "x"]) { _ in } == nil, "nobody looks into it")
        #expect(chmod(path, 0o600) == 0 && PasswordFile.leftOut(["host": "db", "passfile": path]) { _ in } == nil)
    }

    @Test func keywordsAreLibpqs() throws {
        let known = try #require(try LibPQ.shared.keywords())
        for keyword in known { #expect(throws: Problem.self, "\(keyword)") { try RegistryName("\(keyword)=x") } }
    }

    @Test(arguments: ["postgres://ana:secret@db/x", "postgres://ana:se@cret@db/x", "postgres:///x?%70assword=secret&sslpassword=secret", "postgres://ana:se/cret@db", "POSTGRES://ana:secret@db"])
    func anAddressShowsNoPasswordThatLibpqWouldRead(_ text: String) throws {
        #expect(try !Address(text, isVisible: false).location.contains("cret"))
        #expect(try problem { try Address("dbname=x password=secret", isVisible: false) }?.kind == .usage)
    }

    @Test func oneServersRegistryIsNotDistributedAfterwards() throws {
        let server = try Server.shared.get(), address = try Address(server.address(server.database()), isVisible: false)
        try PostgresStore.create(address).close()
        #expect(try problem { try PostgresStore.open(address, distributed: true) }?.kind == .refused)
        try PostgresStore.open(address).close()
    }

    @Test(arguments: [("28P01", Problem.Kind.notPermitted, "password"), ("28000", .notPermitted, "let this login in"), ("3D000", .noInput, "no such database"), ("53300", .busy, "connection left")])
    func codesSayItWhereWordsAreOfAnotherLanguage(_ code: String, _ kind: Problem.Kind, _ what: String) throws {
        let refusal = try Refusal("FATAL:  Passwort-Authentifizierung für Benutzer »ana« fehlgeschlagen", Self.address.get()) { "FATAL:  \(code)" }
        #expect(refusal.problem.kind == kind && refusal.problem.what.contains(what))
    }

    @Test(arguments: [("nobody-here", "postgres", "28000"), (Server.owner, "nothing-here", "3D000")])
    func aServerIsAskedForItsCode(_ login: String, _ database: String, _ code: String) throws {
        let server = try Server.shared.get()
        let settings = ConnectionSettings(server.address(database, login: login), toStandby: false, asking: nil)
        #expect(try LibPQ.shared.codes(settings, Waiting(isStopped: { false }, patience: 5)).contains(code))
    }

    @Test func whatIsNoStandbyIsNotCalledOne() {
        func said(_ state: String, ofStandby: Bool = false) -> String { Problem(ServerError(state: state, message: "", table: nil, isOfStandby: ofStandby), "there").what }
        #expect(said("0A000", ofStandby: true).contains("standby"))
        #expect(!said("0A000").contains("standby"))
        #expect(said("25006").contains("standby"))
        #expect(said("22021").contains("character") && said("22P05").contains("character"))
    }

    @Test func aDatabaseThatCannotKeepEveryTextIsRefused() throws {
        let server = try Server.shared.get()
        let name = "latin" + UID().text.replacing("-", with: "")
        try server.psql("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
        let refused = try problem { try PostgresStore.create(Address(server.address(name), isVisible: false)) }
        #expect(refused?.kind == .unavailable && refused?.value == "LATIN1")
    }

    @Test func plansAreKnownStillWhereTheServerKeptThem() throws {
        let server = try Server.shared.get()
        let connection = try Connection.open(Address(server.address("postgres"), isVisible: false), Waiting(isStopped: { false }, patience: 60))
        try connection.run("BEGIN")
        for number in 0..<400 { _ = try connection.rows("SELECT 1 AS \(sql: "c\(number)")") }
        #expect(throws: ServerError.self) { try connection.run("SELECT 1 / 0") }
        #expect(throws: ServerError.self) { try connection.rows("SELECT 1 AS another") }
        try connection.run("ROLLBACK")
        for number in 0..<3 { #expect(try connection.rows("SELECT \(number) AS \(sql: "d\(number)")").count == 1) }
    }

    @Test func whoWorksIsWaitedFor() throws {
        let server = try Server.shared.get()
        let connection = try Connection.open(Address(server.address("postgres"), isVisible: false), Waiting(isStopped: { false }, patience: 0.3))
        try connection.run("SELECT pg_sleep(1.5)")
        #expect(connection.isIdle)
    }
}
