import Foundation

// Answers line by line until standard input ends: docs/plugin-protocol.md.
while let line = readLine() {
    guard let asked = try? JSONDecoder().decode(Asked.self, from: Data(line.utf8)) else { continue }
    var answer = Answer(id: asked.id)
    switch asked.method {
    case "initialize": answer.result = .init(id: "wilson", version: "1.0.0", protocol: 1)
    case "signal.values":
        if let subjects = asked.params?.subjects {
            answer.result = .init(values: subjects.map { contributions in floor(of: contributions.map(\.payload.stars)) })
        } else {
            answer.error = .init(code: -32603, message: "these are no ratings")
        }
    default: answer.error = .init(code: -32601, message: "no such method: \(asked.method)")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
}
