import Foundation

/// One session of psql's, which is asked as long as it lives, and says how long each answer took it.
final class PsqlSession {
    private let process = Process()
    private let input = Pipe(), output = Pipe()
    private var prepared: [String: String] = [:]
    private var unread = ""

    init(_ address: String) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        send("\\timing on\n\\o /dev/null")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func send(_ text: String) { input.fileHandleForWriting.write(Data((text + "\n").utf8)) }

    /// The milliseconds of each statement; one that a store prepares is prepared here too, once.
    func milliseconds(of statements: [Sent]) throws -> [Double] {
        var lines: [String] = []
        for statement in statements {
            guard statement.isPrepared else {
                lines.append(statement.literal + ";")
                continue
            }
            if prepared[statement.text] == nil {
                let name = "p\(prepared.count)"
                prepared[statement.text] = name
                send("PREPARE \(name) AS \(statement.text);")
            }
            let values = statement.values.map { $0.map(Sent.quoted) ?? "NULL" }
            lines.append("EXECUTE \(prepared[statement.text] ?? "")\(values.isEmpty ? "" : "(\(values.joined(separator: ",")))");")
        }
        send("\\echo begin\n" + lines.joined(separator: "\n") + "\n\\echo end")
        while let line = try next(), line != "begin" {}
        var times: [Double] = []
        while let line = try next(), line != "end" {
            // `Time: 12.345 ms`, and of more than a second also in other words.
            if line.hasPrefix("Time: "), let time = Double(line.split(separator: " ")[1]) { times.append(time) }
        }
        guard times.count == statements.count else { throw Child.Failed(description: "psql answered \(times.count) of \(statements.count) statements") }
        return times
    }

    private func next() throws -> String? {
        while true {
            if let end = unread.firstIndex(of: "\n") {
                defer { unread.removeSubrange(...end) }
                return String(unread[..<end])
            }
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Child.Failed(description: "psql has ended") }
            unread += String(decoding: data, as: UTF8.self)
        }
    }
}
