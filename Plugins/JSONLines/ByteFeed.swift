import Foundation
import RegistryCore

/// A file or a pipe as bytes that come in pieces of 256 KiB: what was not used yet, in one stretch.
struct ByteFeed: ~Copyable {
    private let descriptor: CInt
    private let closes: Bool
    let file: String
    /// Bytes that were read and not passed, from `start` to `end`.
    private(set) var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = ByteFeed.piece * 2
    private(set) var start = 0
    private(set) var end = 0
    private(set) var isAtEnd = false
    /// Where in the file `start` is.
    private(set) var offset = 0
    /// How long the file is; nil for a pipe.
    let length: Int?

    static let piece = 1 << 18

    private let isStopped: @Sendable () -> Bool

    init(_ source: ImportSource, isStopped: @escaping @Sendable () -> Bool = { false }) throws {
        file = source.name
        self.isStopped = isStopped
        switch source {
        case .standardInput: (descriptor, closes) = (0, false)
        case .file(let path):
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            closes = true
        }
        buffer = .allocate(capacity: capacity)
        var facts = stat()
        guard descriptor >= 0, fstat(descriptor, &facts) == 0 else {
            length = nil
            throw Problem(.noInput, errno == ENOENT ? "there is no such file" : "this file cannot be read", value: file)
        }
        length = facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : nil
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw Problem(.noInput, "this is a folder, and a file is needed", value: file) }
    }

    deinit {
        buffer.deallocate()
        if closes, descriptor >= 0 { close(descriptor) }
    }

    var count: Int { end - start }
    /// Valid until the next call of `more` or `pass`.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer + start, count: end - start) }
    var fraction: Double? { length.map { $0 > 0 ? min(1, Double(offset) / Double($0)) : 1 } }

    mutating func pass(_ count: Int) {
        start += count
        offset += count
    }

    /// Reads another piece behind the others; false at the end.
    mutating func more() throws -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            buffer.update(from: buffer + start, count: end - start)
            (start, end) = (0, end - start)
        }
        if capacity - end < ByteFeed.piece {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
            larger.update(from: buffer, count: end)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
        // A pipe may be silent for hours.
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        repeat {
            guard !isStopped() else { throw Problem(.interrupted, "stopped; nothing was saved") }
        } while poll(&wait, 1, 200) == 0
        var got = read(descriptor, buffer + end, ByteFeed.piece)
        while got < 0, errno == EINTR { got = read(descriptor, buffer + end, ByteFeed.piece) }
        guard got >= 0 else { throw Problem(.inputOutput, "this file cannot be read: \(String(cString: strerror(errno)))", value: file) }
        end += got
        isAtEnd = got == 0
        return got > 0
    }
}
