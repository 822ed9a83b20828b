import Crypto
import Foundation

/// What an archive is made of: one line of canonical JSON for each thing that the registry keeps, so that any program
/// reads it in ten years, and two archives of the same registry are the same bytes.
///
/// Its lines come in this order: `header`, `document`, `person` (by name), `innovation` (by number), `contribution` (by
/// uid), `batch` (by number), each followed by its `entry`s, `seal`, `imported`, `end`. Drafts never left their owners
/// and are not in it, nor how far somebody read an inbox; signals and full text are made anew.
public enum ArchiveLine {
    public static let format = "practice-registry-archive"
    public static let version = 1

    static func header(_ home: HomeName) -> JSONObject {
        ["type": "header", "format": .string(format), "version": JSONValue(version), "home": .string(home.rawValue)]
    }

    static func document(_ document: Configuration.Document) -> JSONObject {
        ["type": "document", "name": .string(document.name), "version": JSONValue(document.version), "text": .string(document.text)]
    }

    static func person(_ person: Person) -> JSONObject {
        [
            "type": "person", "name": .string(person.name), "role": .string(person.role.rawValue), "team": JSONValue(person.team),
            "organisation": JSONValue(person.organisation), "login": JSONValue(person.login), "created": .string(Moment.text(person.created)),
        ]
    }

    static func innovation(_ innovation: Innovation) -> JSONObject {
        var line: JSONObject = [
            "type": "innovation", "number": JSONValue(innovation.number), "uid": .string(innovation.uid.text),
            "source": JSONValue(innovation.source), "source_id": JSONValue(innovation.sourceID), "submitter": .string(innovation.submitter),
            "stage": .string(innovation.stage), "visibility": .string(innovation.visibility.rawValue), "held": JSONValue(innovation.held),
        ]
        line["version"] = JSONValue(innovation.version)
        line["created"] = .string(Moment.text(innovation.created))
        line["updated"] = .string(Moment.text(innovation.updated))
        line["fields"] = json(innovation.fields)
        line["tags"] = .array(innovation.tags.map(JSONValue.string))
        return line
    }

    static func contribution(_ contribution: Contribution) -> JSONObject {
        var line: JSONObject = [
            "type": "contribution", "uid": .string(contribution.uid.text), "kind": .string(contribution.kind),
            "subject": json(contribution.subject), "origin": json(contribution.origin), "author": .string(contribution.author),
            "addressee": JSONValue(contribution.addressee), "payload": contribution.payload, "withdrawn": .bool(contribution.withdrawn),
        ]
        line["innovation"] = contribution.innovation.map { JSONValue($0) }
        line["ordinal"] = contribution.ordinal.map { JSONValue($0) }
        line["held"] = JSONValue(contribution.held)
        line["created"] = .string(Moment.text(contribution.created))
        line["updated"] = .string(Moment.text(contribution.updated))
        return line
    }

    static func batch(_ batch: Batch) -> JSONObject {
        [
            "type": "batch", "uid": .string(batch.uid.text), "number": JSONValue(batch.number), "person": .string(batch.person),
            "account": .string(batch.account), "at": .string(Moment.text(batch.at)), "command": .string(batch.command),
            "count": JSONValue(batch.count), "head": .string(batch.head.description), "undoes": JSONValue(batch.undoes?.text),
        ]
    }

    static func entry(_ entry: Entry) -> JSONObject {
        var line: JSONObject = [
            "type": "entry", "position": JSONValue(entry.position), "action": .string(entry.action.rawValue), "subject": json(entry.subject),
            "digest": .string(entry.digest.description), "link": .string(entry.link.description),
        ]
        line["innovation"] = entry.innovation.map { JSONValue($0) }
        // Without a payload it was redacted, and stays so.
        if let payload = entry.payload {
            line["payload"] = .string(payload.text)
            line["salt"] = .string(Hex.text(payload.salt))
        }
        return line
    }

    static func seal(_ seal: Seal) -> JSONObject {
        ["type": "seal", "number": JSONValue(seal.number), "batches": .array(seal.batches.map { .string($0.text) }), "digest": .string(seal.digest.description)]
    }

    static func imported(_ record: ImportedRecord) -> JSONObject {
        [
            "type": "imported", "source": .string(record.source), "key": .string(record.key), "innovation": JSONValue(record.innovation),
            "fields": json(record.fields), "tags": .array(record.tags.map(JSONValue.string)),
        ]
    }

    private static func json(_ fields: Fields) -> JSONValue { .object(JSONObject(fields.map { ($0.key, $0.value.json) })) }
    private static func json(_ subject: Subject) -> JSONValue { ["type": .string(subject.type), "key": .string(subject.key)] }
}

/// Bytes as pairs of hexadecimal digits.
enum Hex {
    static func text(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard digits[place] != UInt8(ascii: "+"), let byte = UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// A digest over lines as they come.
struct LinesDigest {
    private var hash = SHA256()
    mutating func take(_ bytes: [UInt8]) { hash.update(data: bytes) }
    var text: String { Hex.text(Array(hash.finalize())) }
}
