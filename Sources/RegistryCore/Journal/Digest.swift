import Crypto
import Foundation

/// 32 bytes of SHA-256 (FIPS 180-4).
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// Nil unless it is 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    private init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// What stands before the first link and the first seal: 32 zero bytes.
    public static let nothing = Digest(zeros: ())
    private init(zeros: ()) { bytes = Array(repeating: 0, count: 32) }

    /// The digest of several parts. Each is preceded by its length in eight bytes, so that no two lists of parts
    /// run together into the same bytes.
    public static func of(_ parts: [some Sequence<UInt8>]) -> Digest {
        var hash = SHA256()
        for part in parts {
            let bytes = Array(part)
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: bytes)
        }
        return Digest(hash.finalize())
    }

    public var description: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension Change {
    var json: JSONValue {
        var object: JSONObject = ["property": .string(property)]
        if let was { object["was"] = was }
        if let now { object["now"] = now }
        return .object(object)
    }

    init?(json: JSONValue) {
        guard let property = json["property"]?.string else { return nil }
        self.init(property, was: json["was"], now: json["now"])
    }
}

extension Entry.Payload {
    /// The text that is stored and digested.
    public var text: String {
        var object: JSONObject = ["changes": .array(changes.map(\.json))]
        if let reason { object["reason"] = .string(reason) }
        return JSONValue.object(object).canonical
    }

    /// Reads a stored payload; nil when the text is not one.
    public init?(text: String, salt: [UInt8]) {
        guard let json = try? JSONValue(parsing: text), let list = json["changes"]?.array else { return nil }
        let changes = list.compactMap(Change.init(json:))
        guard changes.count == list.count else { return nil }
        self.init(changes: changes, reason: json["reason"]?.string, salt: salt)
    }

    var digest: Digest { Digest.of([salt, Array(text.utf8)]) }

    static func newSalt() -> [UInt8] { (0..<16).map { _ in UInt8.random(in: 0...255) } }
}

/// How the chain is made: one place for the store of each engine and for `verify`.
enum Chain {
    /// The link before a batch's first entry: it binds the batch's own facts.
    static func start(of batch: Batch) -> Digest {
        let facts = [
            batch.home.rawValue, batch.uid.text, String(batch.number), batch.person, batch.account,
            Moment.text(batch.at), batch.command, batch.undoes?.text ?? "",
        ]
        return Digest.of(facts.map { Array($0.utf8) })
    }

    static func link(after previous: Digest, entry: Entry) -> Digest {
        let clear = [
            String(entry.position), entry.action.rawValue, entry.subject.type, entry.subject.key,
            entry.innovation.map(String.init) ?? "",
        ]
        return Digest.of([previous.bytes] + clear.map { Array($0.utf8) } + [entry.digest.bytes])
    }

    static func seal(after previous: Digest, heads: [Digest]) -> Digest {
        Digest.of([previous.bytes] + heads.map(\.bytes))
    }
}
