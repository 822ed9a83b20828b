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
