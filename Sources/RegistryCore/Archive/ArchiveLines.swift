import Foundation

/// The lines of an archive, one by one: from a file or a pipe, in memory that one line bounds.
public final class ArchiveLines {
    public let file: String
    /// The number of the last line that was read, from 1.
    public private(set) var line = 0
    private let handle: FileHandle
    private var waiting = Data()
    private var isAtEnd = false
    private var read = 0
    private var size: Int?
    /// How much of the file was read, 0 to 1; nil of what has no end that is known.
    public var fraction: Double? { size.map { Double(read) / Double(max($0, 1)) } }
    private var digest = LinesDigest()
    private var before = LinesDigest()
    /// Over all lines before the one that was last read.
    var digestBefore: String { before.text }

    /// The longest line, in bytes.
    static let longest = 64 << 20

    /// - Parameter path: a file, or - for standard input. Throws `noInput` when it cannot be read.
    public init(_ path: String) throws {
        file = path == "-" ? "standard input" : path
        if path == "-" {
            handle = .standardInput
        } else {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue, let handle = FileHandle(forReadingAtPath: path) else {
                throw Problem(.noInput, isFolder.boolValue ? "this is a folder, and an archive is a file" : "this file cannot be read", value: path)
            }
            self.handle = handle
            // A pipe has none.
            size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int).flatMap { $0 > 0 ? $0 : nil }
        }
    }

    /// The home that the archive is of, when its first line says so; the line is not passed.
    public func home() throws -> HomeName? {
        guard let bytes = try peek(), let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self)) else { return nil }
        return json["home"]?.string.flatMap(HomeName.init(rawValue:))
    }

    private func peek() throws -> [UInt8]? {
        while true {
            if let end = waiting.firstIndex(of: 0x0A) { return Array(waiting[waiting.startIndex..<end]) }
            guard try more() else { return waiting.isEmpty ? nil : Array(waiting) }
        }
    }

    private func more() throws -> Bool {
        guard !isAtEnd else { return false }
        guard waiting.count <= ArchiveLines.longest else {
            throw Problem(.badInput, "this line is longer than \(ArchiveLines.longest >> 20) MiB; nothing was restored", at: .init(file: file, line: line + 1))
        }
        do {
            guard let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty else {
                isAtEnd = true
                return false
            }
            waiting = waiting + piece
            read += piece.count
            return true
        } catch {
            throw Problem(.inputOutput, "this file cannot be read; nothing was restored", value: file)
        }
    }

    func next(_ home: HomeName) throws -> ArchiveFields? {
        guard let bytes = try peek() else { return nil }
        let hasEnd = waiting.count > bytes.count
        waiting = waiting.dropFirst(bytes.count + (hasEnd ? 1 : 0))
        line += 1
        before = digest
        digest.take(bytes + [0x0A])
        guard let text = String(validating: bytes, as: UTF8.self), let json = try? JSONValue(parsing: text), let object = json.object else {
            throw Problem(
                .badInput, hasEnd ? "this line is no JSON object; nothing was restored" : "the archive ends within a line, so it was cut; nothing was restored",
                at: .init(file: file, line: line))
        }
        return ArchiveFields(json: object, home: home, file: file, line: line)
    }
}
