import Foundation
import RegistryCore

/// Lines that are run as if somebody had typed them.
///
/// `#` begins a comment. A line that ends in a blank and a backslash goes on in the next one.
public struct Script {
    /// A line as it is run, and where it begins in the file, from 1.
    struct Line {
        var text: String
        var number: Int
    }

    /// What errors call it: a file's path, or `standard input`.
    public let name: String
    private let next: () -> String?

    /// - Parameter lines: without their line ends.
    public init(_ lines: some Sequence<String>, name: String) {
        self.name = name
        var iterator = lines.makeIterator()
        next = { iterator.next() }
    }

    /// The script in a file. Throws a problem where it is not there or is no text.
    public init(file path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem(.noInput, "there is no such file", value: path, nearest: Script.neighbour(of: path))
        }
        guard !isFolder.boolValue else { throw Problem(.noInput, "this is a folder, not a script", value: path, next: "run \(Words.quote(path))/NAME.practice") }
        guard let bytes = try? FileHandle(forReadingAtPath: path)?.readToEnd() ?? Data() else {
            throw Problem(.inputOutput, "this file cannot be read", value: path, next: "look at who may read it")
        }
        guard let text = String(bytes: bytes, encoding: .utf8) else {
            throw Problem(.badInput, "this is not text in UTF-8", at: .init(file: path), next: "save it as UTF-8 and try again")
        }
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.init(lines, name: path)
    }

    /// The file beside it whose name it most likely means.
    private static func neighbour(of path: String) -> String? {
        let url = URL(fileURLWithPath: path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)) ?? []
        guard let nearest = Nearest.match(url.lastPathComponent, among: names) else { return nil }
        return String(path.dropLast(url.lastPathComponent.count)) + nearest
    }

    /// The lines to run, those joined that belong together.
    func makeLines() -> AnyIterator<Line> {
        var number = 0
        return AnyIterator {
            guard var text = next() else { return nil }
            number += 1
            // A byte order mark, as Windows' editors leave one, is no part of the first word.
            if number == 1, text.hasPrefix("\u{FEFF}") { text.removeFirst() }
            let start = number
            while Script.goesOn(text), let more = next() {
                number += 1
                text = String(text.dropLast()) + more
            }
            return Line(text: text, number: start)
        }
    }

    private static func goesOn(_ line: String) -> Bool {
        line.hasSuffix(" \\") && line.drop(while: \.isWhitespace).first != "#"
    }
}

/// Thrown when what was wrong has been told already, with the exit code that it left.
public struct Told: Error {
    public let code: Int32
    public init(code: Int32) { self.code = code }
}

extension Shell {
    /// Scripts may run scripts so deep: one that runs itself ends with a clear message, not with a full stack.
    static let deepest = 10

    /// Runs lines as a script that stops at the first error.
    ///
    /// - Parameter name: what errors call it: a file's name, or `standard input`.
    /// - Returns: 0, or the exit code of the line that failed.
    public func run(script lines: some Sequence<String>, name: String) -> Int32 { run(Script(lines, name: name)) }

    /// Runs a script.
    ///
    /// - Parameters:
    ///   - keepGoing: goes on behind a line that failed, and counts those at the end.
    ///   - echo: shows each line before what it says.
    /// - Returns: 0, or the exit code of the first line that failed.
    public func run(_ script: Script, keepGoing: Bool = false, echo: Bool = false) -> Int32 {
        let wasKept = session.recent.isKept
        session.recent.isKept = true
        session.scriptDepth += 1
        defer {
            session.recent.isKept = wasKept
            session.scriptDepth -= 1
        }
        return session.output.unpaged {
            var count = 0
            var failures: [(line: Int, code: Int32)] = []
            for line in script.makeLines() {
                let isEmpty = line.text.drop(while: \.isWhitespace).first.map { $0 == "#" } ?? true
                guard !isEmpty else { continue }
                count += 1
                if echo { session.output.message("practice> " + line.text.visible()) }
                do {
                    if session.console.interrupted() { throw Problem(.interrupted, "stopped before this line") }
                    try run(line: line.text)
                } catch is Leaving {
                    break
                } catch is Unread {
                    return failures.first?.code ?? 0
                } catch {
                    let code = tell(error, prefix: "\(script.name), line \(line.number): ")
                    failures.append((line.number, code))
                    let stops = !keepGoing || code == ProblemText.exitCode(of: .interrupted)
                    session.notice("\(stops ? "stopped at" : "going on behind") line \(line.number) of \(script.name); its exit code is \(code)")
                    if stops { return failures[0].code }
                }
            }
            if let first = failures.first {
                let lines = failures.prefix(20).map { String($0.line) }.joined(separator: ", ") + (failures.count > 20 ? ", …" : "")
                session.notice("\(failures.count) of \(count) lines of \(script.name) failed: \(lines); the first with exit code \(first.code)")
            }
            return failures.first?.code ?? 0
        }
    }
}

extension Session {
    /// Runs files of lines, one after the other, as if somebody had typed them; `-` is standard input.
    ///
    /// - Throws: `Told` once lines failed and their problems are told; a problem where a file cannot be run.
    public func run(scripts paths: [String], keepGoing: Bool, echo: Bool) throws {
        guard let shell else { throw Problem(.usage, "there is no shell to run this", value: paths.first) }
        guard scriptDepth < Shell.deepest else {
            throw Problem(
                .refused, "scripts run scripts \(Shell.deepest) deep at most", value: paths.first, next: "look whether a script runs itself")
        }
        // All of them are read first, so that a mistyped name stops before anything is done.
        let scripts = try paths.map { $0 == "-" ? try standardInput() : try Script(file: $0) }
        var first: Int32 = 0
        for script in scripts {
            let code = shell.run(script, keepGoing: keepGoing, echo: echo)
            if first == 0 { first = code }
            if first != 0, !keepGoing { break }
        }
        if first != 0 { throw Told(code: first) }
    }

    private func standardInput() throws -> Script {
        guard !console.isInteractive else {
            throw Problem(.usage, "standard input is this terminal, so a script cannot come from it", next: "name a file, or type the lines at the prompt")
        }
        guard scriptDepth == 0 else { throw Problem(.usage, "a script cannot run standard input", value: "-", next: "name a file") }
        return Script(AnySequence { AnyIterator { readLine(strippingNewline: true) } }, name: "standard input")
    }
}
