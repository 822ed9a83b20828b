import Foundation
import RegistryCore
import Synchronization

/// A PostgreSQL server of the tests' own: Debian's, on a folder and a socket that go with it, never as root.
///
/// It ends with the process that started it, however that ends: a shell beside it waits for the end of a pipe.
public final class Server: Sendable {
    /// The folder of its data, its socket and its log.
    public let folder: String
    private let process: Process
    private let lifeline: Pipe
    /// Those that were made for people.
    let logins = Mutex<Set<String>>([])
    /// Databases that tests have done with, by their templates.
    let emptied = Mutex<[String: [String]]>([:])

    /// One for all tests of a process.
    public static let shared = Result { try Server() }

    /// The login that made it, which may do everything.
    public static let owner = "practice_tests"

    /// - Parameters:
    ///   - settings: further settings of the server's, as `name=value`.
    ///   - primary: the server whose standby it is.
    ///   - place: where its folder is; nil for the system's folder of temporary files.
    public init(settings: [String] = [], standbyOf primary: Server? = nil, under place: String? = nil) throws {
        let bin = try Server.programs()
        var template = Array(((place ?? FileManager.default.temporaryDirectory.path) + "/practice-server-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(.cannotCreate, "no folder for a server") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        process = Process()
        lifeline = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Server.script, "server", folder, bin, Server.owner, primary?.folder ?? ""] + settings.flatMap { ["-c", $0] }
        process.standardInput = lifeline
        let log = "\(folder)/server.log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let handle = FileHandle(forWritingAtPath: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline, process.isRunning {
            if FileManager.default.fileExists(atPath: "\(folder)/.s.PGSQL.5432"), (try? psql("SELECT 1")) != nil { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw Problem(.unavailable, "the tests' server did not start", details: said.split(separator: "\n").suffix(20).map(String.init))
    }

    deinit { stop() }

    /// Ends it and takes its folder away.
    public func stop() {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// As root it runs as the server's own user, since PostgreSQL refuses root.
    private static let script = """
        folder=$1 bin=$2 owner=$3 primary=$4; shift 4
        exec 3<&0
        as=
        if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; as='setpriv --reuid postgres --regid postgres --clear-groups'; fi
        cd "$folder" || exit
        if [ "$primary" ]; then
            $as "$bin/pg_basebackup" -D data -h "$primary" -U "$owner" -R -X stream -c fast --no-sync || exit
        else
            $as "$bin/initdb" --pgdata data --username "$owner" --auth trust --no-sync --encoding UTF8 --locale C.UTF-8 || exit
        fi
        run() {
            $as "$bin/postgres" -D data -k "$folder" -c listen_addresses= -c fsync=off -c max_connections=200 "$@" &
            wait $!
        }
        {
            cat <&3 >/dev/null
            rm -f again hold
            kill -INT "$(head -n 1 data/postmaster.pid)"
            # One that recovers from a crash may not hear it.
            sleep 5
            [ ! -e data/postmaster.pid ] || kill -QUIT "$(head -n 1 data/postmaster.pid)"
        } &
        run "$@"
        while [ -e again ] || [ -e hold ]; do
            if [ -e hold ]; then sleep 0.1; else rm again; run "$@"; fi
        done
        rm -rf "$folder"
        """

    /// Whether there is a server to be started.
    public static var isInstalled: Bool { (try? programs()) != nil }

    /// Where the server's programs are; Debian keeps those of each version in a folder of its own.
    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init).sorted()
        for folder in versions.reversed().map({ "\(root)/\($0)/bin" }) + ["/usr/local/bin", "/usr/bin"] where FileManager.default.isExecutableFile(atPath: folder + "/initdb") {
            return folder
        }
        throw Problem(.unavailable, "the tests need PostgreSQL", next: "sudo apt install postgresql")
    }

    /// The address of a database, for a login.
    public func address(_ database: String, login: String = Server.owner) -> String {
        let login = login.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? login
        return "postgres://\(login)@/\(database)?host=\(folder)"
    }

    /// Sends a signal to every process of the server: `STOP` makes it hang, `CONT` go on, `QUIT` end as by a power cut.
    public func signal(_ name: String) throws {
        let number = ["STOP": SIGSTOP, "CONT": SIGCONT, "QUIT": SIGQUIT][name] ?? SIGCONT
        let file = try String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
        guard let main = file.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return }
        let children = (try? String(contentsOfFile: "/proc/\(main)/task/\(main)/children", encoding: .utf8)) ?? ""
        for process in [main] + children.split(separator: " ").compactMap({ pid_t($0) }) { kill(process, number) }
    }

    /// Ends it as by a power cut, and starts it again on the same folder. It is up by then.
    public func crash() throws {
        _ = FileManager.default.createFile(atPath: "\(folder)/again", contents: nil)
        try signal("QUIT")
        try awaitIt()
    }

    /// From now on its folder stays when it ends, until it is started again.
    public func hold() { _ = FileManager.default.createFile(atPath: "\(folder)/hold", contents: nil) }

    /// Whether it runs, and not only those who wait for it.
    public var isUp: Bool { (try? psql("SELECT 1")) != nil }

    /// Starts it again on the folder that was held.
    public func startAgain() throws {
        _ = FileManager.default.createFile(atPath: "\(folder)/again", contents: nil)
        try FileManager.default.removeItem(atPath: "\(folder)/hold")
        try awaitIt()
    }

    private func awaitIt() throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while FileManager.default.fileExists(atPath: "\(folder)/again") || !isUp {
            guard Date() < deadline else { throw Problem(.unavailable, "the tests' server did not start again") }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    /// Changes a setting of a server that runs.
    public func set(_ setting: String, to value: String) throws {
        try psql("ALTER SYSTEM SET \(setting) = '\(value)'")
        try psql("SELECT pg_reload_conf()")
    }

    /// Makes a database, an empty one unless it is another's copy, and returns its name.
    public func database(template: String = "template0") throws -> String {
        let name = "d" + UID().text.replacing("-", with: "")
        try psql("CREATE DATABASE \(name) TEMPLATE \(template)")
        return name
    }

    /// Runs SQL as psql does, and returns what it prints, a line a row and `|` between columns. Throws what the server said.
    @discardableResult
    public func psql(_ sql: String, in database: String = "postgres", as login: String = Server.owner) throws -> String {
        try run("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address(database, login: login), "-c", sql])
            .trimmingCharacters(in: .newlines)
    }

    /// Runs a program of PostgreSQL's, and returns what it prints. Throws what it said.
    func run(_ name: String, _ arguments: [String]) throws -> String {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = [name] + arguments
        let output = Pipe(), errors = Pipe()
        program.standardOutput = output
        program.standardError = errors
        program.standardInput = FileHandle.nullDevice
        try program.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        guard program.terminationStatus == 0 else { throw Refused(said: said) }
        return printed
    }

    /// What the server refused, in its own words.
    public struct Refused: Error { public let said: String }
}
