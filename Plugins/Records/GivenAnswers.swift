import Foundation
import RegistryCore
import RegistryShell

/// Answers that a command was given: `--set FIELD=VALUE`, and YAML files of them.
struct GivenAnswers {
    var fields: [FieldName: FieldValue?] = [:]
    var tags: [String]?

    /// Reads `--set` words. Every wrong one is told, not only the first.
    init(settings words: [String], _ definitions: FieldDefinitions) throws {
        var problems: [Problem] = []
        for word in words {
            do {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else {
                    throw Problem(.usage, "--set takes FIELD=VALUE", value: word, next: "--set title=\"…\"")
                }
                try set(parts[0].trimmingCharacters(in: .whitespaces), to: .string(parts[1]), definitions, at: nil)
            } catch let problem as Problem {
                problems.append(problem)
            }
        }
        try GivenAnswers.throwAll(problems)
    }

    /// Reads one mapping of a YAML document.
    init(_ mapping: Settings, _ definitions: FieldDefinitions) throws {
        var problems: [Problem] = []
        for name in mapping.keys {
            guard let value = mapping[name] else { continue }
            do {
                let texts = try value.textsOrOne()
                let json: JSONValue = texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
                try set(name, to: json, definitions, at: .init(file: value.file, line: value.line))
            } catch let problem as Problem {
                problems.append(problem)
            }
        }
        try GivenAnswers.throwAll(problems)
    }

    private mutating func set(_ name: String, to json: JSONValue, _ definitions: FieldDefinitions, at place: Problem.Place?) throws {
        let field: FieldDefinition
        do {
            field = try definitions.field(name)
        } catch var problem as Problem {
            problem.place = place
            throw problem
        }
        do {
            // In a list of one the text may hold several values; a text is read as a person writes it.
            let value = try json.string.map { try field.value(of: $0) } ?? field.value(of: json)
            if field.name == "tags" {
                tags = if case .list(let values)? = value { values } else { [] }
            } else {
                fields.updateValue(value, forKey: field.name)
            }
        } catch let problem as FieldProblem {
            throw problem.problem(at: place)
        }
    }

    /// One problem as it is; several as one that lists them.
    static func throwAll(_ problems: [Problem]) throws {
        guard let first = problems.first else { return }
        guard problems.count > 1 else { throw first }
        throw Problem(first.kind, "nothing was saved: \(problems.count) things are wrong", details: problems.map { problem in
            var text = problem.what
            if let line = problem.place?.line { text = (problem.place?.file.map { "\($0), " } ?? "") + "line \(line): " + text }
            if let value = problem.value { text += ": “\(value.prefix(80))”" }
            if let nearest = problem.nearest { text += " (did you mean “\(nearest)”?)" }
            return text
        }, next: first.next)
    }

    /// The text of a file, or of standard input for `-`.
    static func read(_ path: String) throws -> String {
        let data: Data
        if path == "-" {
            data = FileHandle.standardInput.readDataToEndOfFile()
        } else {
            guard let contents = FileManager.default.contents(atPath: path) else {
                throw Problem(.noInput, "this file cannot be read", value: path)
            }
            data = contents
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Problem(.badInput, "this file is not UTF-8", at: .init(file: path), next: "save it as UTF-8")
        }
        return text
    }
}
