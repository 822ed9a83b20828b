import Foundation

/// Where a file's bytes come from: a descriptor or memory, read once, front to back.
enum ByteSource: Sendable {
    case descriptor(Descriptor)
    case memory([UInt8], position: Int)

    /// An open file, closed with its last user if it was opened here; standard input is only lent.
    final class Descriptor: Sendable {
        let number: Int32
        private let isOwned: Bool
        private let isStopped: @Sendable () -> Bool

        init(_ number: Int32, isOwned: Bool, isStopped: @escaping @Sendable () -> Bool) {
            self.number = number
            self.isOwned = isOwned
            self.isStopped = isStopped
        }

        /// Returns once there is something to read; throws when it is to stop. A pipe may be silent for hours.
        func waitForBytes() throws(CSVProblem) {
            repeat {
                guard !isStopped() else { throw CSVProblem(.stopped) }
                var wait = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
                if poll(&wait, 1, 200) != 0 { return }
            } while true
        }

        deinit { if isOwned { close(number) } }
    }

    /// Opens the file at `path`; throws `.unreadable` with the system's code, or `.directory`.
    static func open(path: String, isStopped: @escaping @Sendable () -> Bool = { false }) throws(CSVProblem) -> ByteSource {
        let number = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw CSVProblem(.unreadable(code: errno)) }
        return try checked(Descriptor(number, isOwned: true, isStopped: isStopped))
    }

    /// Reads from a descriptor that somebody else opened and will close.
    static func lent(_ number: Int32, isStopped: @escaping @Sendable () -> Bool = { false }) throws(CSVProblem) -> ByteSource {
        try checked(Descriptor(number, isOwned: false, isStopped: isStopped))
    }

    // `open` succeeds on a folder and only `read` would fail, with a code that says little.
    private static func checked(_ descriptor: Descriptor) throws(CSVProblem) -> ByteSource {
        var facts = stat()
        guard fstat(descriptor.number, &facts) == 0 else { throw CSVProblem(.unreadable(code: errno)) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw CSVProblem(.directory) }
        return .descriptor(descriptor)
    }

    /// The whole length in bytes; nil for a pipe or a terminal, which do not know.
    var byteCount: Int? {
        switch self {
        case .memory(let bytes, _):
            return bytes.count
        case .descriptor(let descriptor):
            var facts = stat()
            guard fstat(descriptor.number, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
            return Int(facts.st_size)
        }
    }

    /// Fills `buffer` from `start` to its end and returns where the bytes stop: short only at the end.
    ///
    /// A pipe hands out what it has, so this reads until the buffer is full: a file is then cut into
    /// the same pieces, and its encoding judged alike, whichever way it comes.
    mutating func fill(_ buffer: inout [UInt8], from start: Int) throws(CSVProblem) -> Int {
        switch self {
        case .memory(let bytes, let position):
            let count = min(bytes.count - position, buffer.count - start)
            buffer.replaceSubrange(start..<start + count, with: bytes[position..<position + count])
            self = .memory(bytes, position: position + count)
            return start + count
        case .descriptor(let descriptor):
            var end = start
            while end < buffer.count {
                try descriptor.waitForBytes()
                let count = buffer.withUnsafeMutableBytes { space in
                    read(descriptor.number, space.baseAddress?.advanced(by: end), space.count - end)
                }
                if count == 0 { break }
                if count > 0 {
                    end += count
                } else if errno != EINTR {
                    throw CSVProblem(.unreadable(code: errno))
                }
            }
            return end
        }
    }
}

extension CSVProblem {
    /// The system's own words for an `errno`.
    static func words(for code: Int32) -> String {
        // `strerror` keeps its answer in a place that all threads share; this form does not.
        var space = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &space, space.count) == 0 else { return "error \(code)" }
        return String(decoding: space.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
