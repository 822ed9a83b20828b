import Foundation

/// One line of an archive that is being read: its members, each of the type that it must have.
struct ArchiveFields {
    let json: JSONObject
    let home: HomeName
    let file: String
    let line: Int

    func problem(_ what: String, next: String? = nil) -> Problem {
        Problem(.badInput, what + "; nothing was restored", at: .init(file: file, line: line), next: next ?? "make a new archive: export --to archive FILE")
    }

    private func need<Value>(_ value: Value?, _ name: String) throws -> Value {
        guard let value else { throw problem("this line has no proper “\(name)”") }
        return value
    }

    func text(_ name: String) throws -> String { try need(json[name]?.string, name) }
    func whole(_ name: String) throws -> Int { try need(json[name]?.integer, name) }
    func optionalText(_ name: String) -> String? { json[name]?.string }
    func optionalWhole(_ name: String) -> Int? { json[name]?.integer }
    func uid(_ name: String = "uid") throws -> UID { try need(UID(try text(name)), name) }
    func digest(_ name: String) throws -> Digest { try need(Hex.bytes(try text(name)).flatMap(Digest.init(bytes:)), name) }
    func choice<Choice: RawRepresentable>(_ name: String) throws -> Choice where Choice.RawValue == String { try need(Choice(rawValue: try text(name)), name) }

    func moment(_ name: String) throws -> Date { try need(Moment.date(try text(name)), name) }

    func texts(_ name: String) throws -> [String] {
        let values = try need(json[name]?.array, name)
        return try values.map { try need($0.string, name) }
    }

    func fields() throws -> Fields {
        var fields: Fields = [:]
        for member in try need(json["fields"]?.object, "fields").members { fields[member.name] = try need(FieldValue(json: member.value), member.name) }
        return fields
    }

    func subject(_ name: String) throws -> Subject {
        let value = try need(json[name], name)
        return try need(Subject(type: try need(value["type"]?.string, name), key: try need(value["key"]?.string, name)), name)
    }

    func person() throws -> Person {
        Person(
            home: home, name: try text("name"), role: try choice("role"), team: optionalText("team"), organisation: optionalText("organisation"),
            login: optionalText("login"), created: try moment("created"))
    }

    func innovation() throws -> Innovation {
        Innovation(
            home: home, number: try whole("number"), uid: try uid(), source: optionalText("source"), sourceID: optionalText("source_id"),
            submitter: try text("submitter"), stage: try text("stage"), visibility: try choice("visibility"), held: optionalText("held"),
            version: try whole("version"), created: try moment("created"), updated: try moment("updated"), fields: try fields(),
            tags: try texts("tags"))
    }

    func contribution() throws -> Contribution {
        Contribution(
            home: home, uid: try uid(), kind: try text("kind"), subject: try subject("subject"), origin: try subject("origin"),
            innovation: optionalWhole("innovation"), ordinal: optionalWhole("ordinal"), author: try text("author"),
            addressee: optionalText("addressee"), payload: json["payload"] ?? .null, withdrawn: json["withdrawn"]?.bool ?? false,
            held: optionalText("held"), created: try moment("created"), updated: try moment("updated"))
    }

    func batch() throws -> Batch {
        Batch(
            home: home, uid: try uid(), number: try whole("number"), person: try text("person"), account: try text("account"),
            at: try moment("at"), command: try text("command"), count: try whole("count"), head: try digest("head"),
            undoes: try json["undoes"].map { _ in try uid("undoes") })
    }

    func entry(of batch: UID) throws -> Entry {
        var payload: Entry.Payload?
        if let text = optionalText("payload") {
            payload = try need(Entry.Payload(text: text, salt: try need(Hex.bytes(try self.text("salt")), "salt")), "payload")
        }
        return Entry(
            home: home, batch: batch, position: try whole("position"), action: try choice("action"), subject: try subject("subject"),
            innovation: optionalWhole("innovation"), payload: payload, digest: try digest("digest"), link: try digest("link"))
    }

    func seal() throws -> Seal {
        Seal(
            home: home, number: try whole("number"), batches: try texts("batches").map { try need(UID($0), "batches") },
            digest: try digest("digest"))
    }

    func imported() throws -> ImportedRecord {
        ImportedRecord(
            home: home, source: try text("source"), key: try text("key"), innovation: try whole("innovation"), fields: try fields(),
            tags: try texts("tags"))
    }
}
