import Foundation
import RegistryCore
import Server

/// A statement that a store sent to a server, with its values, as the server's log tells it.
struct Sent {
    let text: String
    let values: [String?]

    /// Whether its values can stand beside it in a statement that is prepared once.
    var isPrepared: Bool { ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { text.hasPrefix($0) } }

    /// It with values written into it.
    var literal: String { written { $0.map(Sent.quoted) ?? "NULL" } }

    /// It with something else in place of `$1`, `$2` ….
    func written(_ value: (String?) -> String) -> String {
        var made = "", rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            let digits = rest[rest.index(after: dollar)...].prefix { $0.isNumber }
            made += rest[..<dollar]
            if let place = Int(digits), values.indices.contains(place - 1) { made += value(values[place - 1]) } else { made += "$" + digits }
            rest = rest[digits.endIndex...]
        }
        return made + rest
    }

    static func quoted(_ text: String) -> String {
        (text.contains("\\") ? " E'" : "'") + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }
}

extension ServedRegistry {
    /// What a login's store sends to begin with, and for each of several things that are done in turn through it.
    func sent<Value>(
        by login: String, in copy: String? = nil, _ things: (Registry, Actor) throws -> [() throws -> Value]
    ) throws -> (settings: String, things: [(sent: [Sent], value: Value)]) {
        let log = server.folder + "/server.log", mark = "told apart"
        let before = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int ?? 0
        try server.psql("ALTER ROLE \(login) SET log_statement = 'all'")
        defer { _ = try? server.psql("ALTER ROLE \(login) RESET log_statement") }
        var values: [Value] = []
        let (registry, actor) = try opened(as: login, in: copy)
        for thing in try things(registry, actor) {
            _ = try registry.mark(mark, of: actor.person)
            values.append(try thing())
        }
        _ = try registry.mark(mark, of: actor.person)
        try registry.close()
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: log))
        try handle.seek(toOffset: UInt64(before))
        let all = Sent.read(String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
        // Between two marks, each of which is a read of its own, with what begins and ends that.
        let marks = all.indices.filter { all[$0].values.contains(mark) }
        guard marks.count == values.count + 1 else { throw Child.Failed(description: "the server's log tells of \(marks.count) marks for \(values.count) things") }
        let parts = zip(marks, marks.dropFirst()).map { from, to in
            var part = all[(from + 1)..<to]
            if part.first?.text == "ROLLBACK" { part = part.dropFirst() }
            if part.last?.text.hasPrefix("BEGIN") ?? false { part = part.dropLast() }
            return Array(part)
        }
        return (all.first { $0.text.hasPrefix("SET ") }?.text ?? "", zip(parts, values).map { ($0, $1) })
    }
}

extension Sent {
    /// A line that begins with a tab goes on the line before.
    fileprivate static func read(_ log: String) -> [Sent] {
        let lines = log.replacing("\n\t", with: "\u{1}").split(separator: "\n").map { $0.replacing("\u{1}", with: "\n") }
        var all: [Sent] = []
        for line in lines {
            if line.hasPrefix("LOG:  execute ") || line.hasPrefix("LOG:  statement: "), let start = line.dropFirst(6).firstRange(of: ": ") {
                all.append(Sent(text: String(line[start.upperBound...]), values: []))
            } else if line.hasPrefix("DETAIL:  parameters: "), let last = all.last {
                all[all.count - 1] = Sent(text: last.text, values: parameters(line.dropFirst("DETAIL:  parameters: ".count)))
            }
        }
        return all
    }

    /// `$1 = 'text', $2 = NULL`.
    private static func parameters(_ text: Substring) -> [String?] {
        var values: [String?] = [], rest = text[...]
        while let sign = rest.firstRange(of: " = ") {
            rest = rest[sign.upperBound...]
            guard rest.first == "'" else {
                values.append(nil)
                continue
            }
            rest = rest.dropFirst()
            var value = ""
            while let end = rest.firstIndex(of: "'") {
                value += rest[..<end]
                rest = rest[end...].dropFirst()
                // Doubled, it is one of the value.
                guard rest.first == "'" else { break }
                value += "'"
                rest = rest.dropFirst()
            }
            values.append(value)
        }
        return values
    }
}
