import RegistryCore

/// A message that a plugin wrote.
enum Message {
    case answer(JSONValue, Result<JSONValue, any Error>)
    case request(JSONValue, method: String, JSONValue)
    case progress(Progress)
    case log(String)
    /// A notification of which nothing is known here.
    case other

    /// The messages of a line: one, or those of an array.
    static func all(in line: [UInt8]) throws -> [Message] {
        // An empty line, and Windows' line ends, cost nobody anything.
        let line = line.last == 0x0D ? Array(line.dropLast()) : line
        guard !line.isEmpty else { return [] }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: line)
        } catch {
            throw Breach("wrote a line that is not JSON (\(error.what), at byte \(error.offset)): “\(start(of: line))”")
        }
        if let messages = json.array {
            guard !messages.isEmpty else { throw Breach("wrote an empty array of messages") }
            return try messages.map { try Message($0) }
        }
        return [try Message(json)]
    }

    /// As much of a line as a message can show.
    private static func start(of line: [UInt8]) -> String {
        String(decoding: line.prefix(60), as: UTF8.self) + (line.count > 60 ? "…" : "")
    }

    private init(_ json: JSONValue) throws {
        guard let object = json.object, object["jsonrpc"]?.string == "2.0" else {
            throw Breach("wrote a message that is not of JSON-RPC 2.0: “\(String(json.line.prefix(60)))”")
        }
        let id = object["id"]
        if let method = object["method"]?.string {
            let params = object["params"] ?? .object([:])
            if let id {
                self = .request(id, method: method, params)
            } else {
                self = try Message.notification(method, params)
            }
            return
        }
        guard let id else { throw Breach("wrote a message that has neither a method nor an id") }
        switch (object["result"], object["error"]) {
        case (let result?, nil): self = .answer(id, .success(result))
        case (nil, let error?): self = .answer(id, .failure(try Message.failure(error)))
        default: throw Breach("wrote an answer that has not one of result and error")
        }
    }

    private static func notification(_ method: String, _ params: JSONValue) throws -> Message {
        switch method {
        case "progress":
            guard let what = params["what"]?.string, let done = params["done"]?.number else { throw Breach("told progress without what and done") }
            let total = params["total"]?.number
            guard Progress.counts.contains(done), total.map({ Progress.counts.contains($0) }) ?? true else { throw Breach("told progress by a number that counts nothing") }
            return .progress(Progress(what: what, done: done, total: total))
        case "log":
            guard let text = params["text"]?.string else { throw Breach("sent a log message without a text") }
            return .log(text)
        default: return .other
        }
    }

    /// What an error of the plugin means: a problem of the person's, or the plugin's own failure.
    private static func failure(_ error: JSONValue) throws -> any Error {
        guard let code = error["code"]?.integer, let message = error["message"]?.string else {
            throw Breach("answered with an error that has no code and message")
        }
        guard code == -32000 else { return PluginFailure(code: code, message: message) }
        let data = error["data"] ?? .null
        let kind = data["kind"]?.string.flatMap(Problem.Kind.init) ?? .refused
        guard told.contains(kind) else { return PluginFailure(code: code, message: message) }
        func place(_ name: String) -> Int? { data[name]?.integer.flatMap { $0 > 0 ? $0 : nil } }
        let line = place("line"), row = place("row")
        return Told(problem: Problem(
            kind, message, value: data["value"]?.string, at: line == nil && row == nil ? nil : .init(line: line, row: row),
            allowed: data["allowed"]?.array?.compactMap(\.string) ?? [], details: Array((data["details"]?.array?.compactMap(\.string) ?? []).prefix(50)), next: data["next"]?.string))
    }

    /// The kinds of problems that a plugin may tell; the last ones only as it got them itself.
    private static let told: Set<Problem.Kind> = [
        .refused, .usage, .badInput, .noInput, .unavailable, .cannotCreate, .inputOutput, .busy, .notPermitted,
    ]

    /// A problem as an error of JSON-RPC.
    static func error(of problem: Problem) -> JSONValue {
        [
            "code": -32000, "message": .string(problem.what),
            "data": [
                "kind": .string(problem.kind.rawValue), "value": JSONValue(problem.value),
                "allowed": .array(problem.allowed.map(JSONValue.string)), "line": JSONValue(problem.place?.line.map(Double.init)),
                "row": JSONValue(problem.place?.row.map(Double.init)), "next": JSONValue(problem.next),
                "details": .array(problem.details.map(JSONValue.string)),
            ],
        ]
    }
}

/// How far a plugin says that it is.
struct Progress {
    var what: String
    var done: Double
    var total: Double?

    /// What can be counted, and told as a whole number.
    static let counts = 0...1e15
}

/// A problem that a plugin told of.
struct Told: Error {
    var problem: Problem

    /// Under the plugin's name.
    func problem(of id: String) -> Problem {
        var problem = problem
        problem.what = "\(id): \(problem.what)"
        return problem
    }
}

/// An error of a plugin's own: a method that it does not have, a defect. It may be asked again.
struct PluginFailure: Error {
    var code: Int
    var message: String

    func problem(of id: String) -> Problem {
        let what = code == -32601 ? "the plugin “\(id)” does not have what its plugin.yaml says" : "the plugin “\(id)” failed"
        return Problem(.plugin, what, value: message, next: "plugins disable \(id) goes on without it")
    }
}
