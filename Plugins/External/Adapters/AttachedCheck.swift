import RegistryCore

/// Texts that a plugin's process looks at before they are saved, a thousand at a time.
struct AttachedCheck: Check {
    let part: CheckPart
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }

    /// What goes into one message: passages, and bytes.
    static let mostPassages = 1000, mostBytes = 4 << 20

    func examine(_ passages: [Passage], _ setting: CheckSetting) throws -> [[Finding]] {
        do {
            var findings: [[Finding]] = []
            findings.reserveCapacity(passages.count)
            var rest = passages[...]
            while !rest.isEmpty {
                var message = Array("{\"check\":\(JSONValue.string(name).line),\"passages\":[".utf8)
                var batch: [Passage] = []
                while let next = rest.first, batch.count < AttachedCheck.mostPassages, batch.isEmpty || message.count < AttachedCheck.mostBytes {
                    if !batch.isEmpty { message.append(UInt8(ascii: ",")) }
                    AttachedCheck.write(next, to: &message)
                    batch.append(next)
                    rest = rest.dropFirst()
                }
                message += "]}".utf8
                findings += try asking.ask("check.examine", json: message) { try self.findings($0, in: batch) }
            }
            return findings
        } catch let problem as Problem where problem.kind != .interrupted {
            return try without(problem, passages.count)
        }
    }

    /// What comes of a save that nobody looked at, as the manifest declares.
    private func without(_ problem: Problem, _ count: Int) throws -> [[Finding]] {
        switch part.onFailure {
        case .block:
            var problem = problem
            problem.what = "nothing was saved, as the check “\(name)” could not look at it: \(problem.what)"
            throw problem
        case .pass:
            asking.program.machine.tell("the check “\(name)” could not look at what is saved, and lets it pass: \(problem.what)")
            return Array(repeating: [], count: count)
        }
    }

    /// By hand, as there may be a hundred thousand.
    private static func write(_ passage: Passage, to out: inout [UInt8]) {
        out += "{\"purpose\":\"\(passage.purpose.rawValue)\",\"ref\":\(passage.innovation.map { "\"P\($0)\"" } ?? "null"),\"texts\":[".utf8
        for (index, text) in passage.texts.enumerated() {
            out += (index == 0 ? "{\"label\":" : ",{\"label\":").utf8
            JSONValue.write(text.label, to: &out)
            out += ",\"text\":".utf8
            JSONValue.write(text.text, to: &out)
            out.append(UInt8(ascii: "}"))
        }
        out += "]}".utf8
    }

    private func findings(_ answer: Answer, in batch: [Passage]) throws -> [[Finding]] {
        let lists = try answer.list("findings")
        guard lists.count == batch.count else { throw Breach("answered check.examine for \(lists.count) of \(batch.count) passages") }
        return try zip(lists, batch).map { list, passage in
            guard let findings = list.array else { throw Breach("gave findings that are no list") }
            return try findings.map { try finding(Answer($0, to: "check.examine"), in: passage) }
        }
    }

    private func finding(_ json: Answer, in passage: Passage) throws -> Finding {
        guard let severity = Finding.Severity(rawValue: try json.text("severity")) else {
            throw Breach("found something of the severity “\(try json.text("severity"))”, which there is not")
        }
        let label = try json.optionalText("label")
        if let label, !passage.texts.contains(where: { $0.label == label }) { throw Breach("found something in “\(label)”, which it was not asked about") }
        var range: Range<Int>?
        if let start = try json.optionalWhole("start"), let end = try json.optionalWhole("end") {
            let texts = passage.texts.filter { $0.label == label }.map(\.text)
            guard let text = texts.first(where: { AttachedCheck.stands(start, end, in: $0) }) else {
                throw Breach("found something at the bytes \(start) to \(end), where there is no text or the middle of a character")
            }
            range = start..<min(end, text.utf8.count)
        }
        return Finding(
            check: name, severity: severity, label: label, range: range, message: String(try json.text("message").prefix(300)),
            replacement: try json.optionalText("replacement").map { String($0.prefix(300)) },
            related: try (json.optionalTexts("related") ?? []).prefix(20).map { text in
                guard let reference = Reference(text) else { throw Breach("named an innovation “\(text)”, which is no reference") }
                return reference
            })
    }

    /// Whether a range of bytes lies in a text and cuts none of its characters.
    private static func stands(_ start: Int, _ end: Int, in text: String) -> Bool {
        let bytes = text.utf8
        guard start >= 0, start <= end, end <= bytes.count else { return false }
        return [start, end].allSatisfy { $0 == bytes.count || bytes[bytes.index(bytes.startIndex, offsetBy: $0)] & 0xC0 != 0x80 }
    }
}
