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
        var digesting = Digesting()
        for part in parts { digesting.take(Array(part)) }
        return digesting.digest
    }

    fileprivate init(over bytes: [UInt8]) { self.init(SHA256.hash(data: bytes)) }

    public var description: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// Gathers the parts of a digest: cheaper than `Digest.of` where there are a million of them, as the bytes are kept.
struct Digesting {
    private var bytes: [UInt8] = []

    mutating func take(_ part: some Collection<UInt8>) {
        length(part.count)
        bytes += part
    }

    mutating func take(_ part: String) {
        length(part.utf8.count)
        bytes += part.utf8
    }

    private mutating func length(_ count: Int) {
        withUnsafeBytes(of: UInt64(count).bigEndian) { bytes += $0 }
    }

    /// Of all parts so far.
    var digest: Digest { Digest(over: bytes) }

    /// Begins anew.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}

extension Change {
    static let unreadable = "unreadable"

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
        if let kept { return kept }
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
        kept = text
    }

    /// What stands for a payload that cannot be read: one entry must not keep a whole history from being read. It has not
    /// the digest that was kept, as `verify` tells.
    public static func unreadable(salt: [UInt8]) -> Entry.Payload { Entry.Payload(changes: [Change(Change.unreadable, was: nil, now: nil)], salt: salt) }

    var digest: Digest {
        var digesting = Digesting()
        digesting.take(salt)
        digesting.take(text)
        return digesting.digest
    }

    public static func newSalt() -> [UInt8] {
        var system = SystemRandomNumberGenerator()
        return withUnsafeBytes(of: (system.next(), system.next())) { Array($0) }
    }
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
        var digesting = Digesting()
        return link(&digesting, after: previous, position: entry.position, action: entry.action, subject: entry.subject, innovation: entry.innovation, digest: entry.digest)
    }

    static func link(_ digesting: inout Digesting, after previous: Digest, position: Int, action: Action, subject: Subject, innovation: Int?, digest: Digest) -> Digest {
        link(&digesting, after: previous, position: position, action: action, subject: subject, innovation: innovation, digest: digest.bytes)
    }

    static func link(
        _ digesting: inout Digesting, after previous: Digest, position: Int, action: Action, subject: Subject, innovation: Int?, digest: some Collection<UInt8>
    ) -> Digest {
        digesting.clear()
        digesting.take(previous.bytes)
        digesting.take(String(position))
        digesting.take(action.rawValue)
        digesting.take(subject.type)
        digesting.take(subject.key)
        digesting.take(innovation.map(String.init) ?? "")
        digesting.take(digest)
        return digesting.digest
    }

    static func seal(after previous: Digest, heads: [Digest]) -> Digest {
        Digest.of([previous.bytes] + heads.map(\.bytes))
    }
}
