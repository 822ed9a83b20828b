import Glibc
import RegistryShell

/// A process with pipes to its standard input, output and error, in a process group of its own.
///
/// It is started by posix_spawn and read by poll. swift-subprocess was weighed: it is for asynchronous code alone, and
/// this program is synchronous throughout. Foundation.Process was too: it takes 52 ms to start one, and has no limits.
/// A value of it is used by one thread at a time; it holds numbers and bytes only.
struct Child: Sendable {
    let pid: pid_t
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var incoming: [UInt8] = []
    /// Up to where `incoming` was handed on, and up to where it was looked at for a line end.
    private var taken = 0
    private var looked = 0
    private var isOutputClosed = false
    private var log = LogTail()
    private(set) var isEnded = false

    /// The longest line that is read, in bytes without its end.
    let longestLine: Int

    /// What poll is given at most before it is looked whether somebody wants to stop, in milliseconds.
    private static let slice: Int32 = 50

    init(_ start: ChildStart, longestLine: Int) throws(Breach) {
        (pid, input, output, errors) = try start.run()
        self.longestLine = longestLine
    }

    /// Puts a line on its way; it is written while a line is awaited.
    mutating func send(_ line: [UInt8]) {
        if sent == outgoing.count {
            outgoing = line
            sent = 0
        } else {
            outgoing += line
        }
        outgoing.append(0x0A)
    }

    /// Lines of its log since this was last asked.
    mutating func takeLog() -> [String] { log.take() }

    /// What came of waiting for a line.
    enum Arrival: Sendable {
        case line([UInt8])
        /// Nothing yet, and a slice of time is over.
        case nothing
    }

    /// The next line, or nothing after 50 ms. Throws a breach when there will be none.
    mutating func next() throws(Breach) -> Arrival {
        if let line = try takeLine() { return .line(line) }
        guard !isOutputClosed else { throw ended() }
        var polled = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: log.isClosed ? -1 : errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: sent < outgoing.count ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), Child.slice) > 0 else {
            // What it started may hold its output open for ever.
            if ChildEnd.status(of: pid, within: 0) != nil { throw ended() }
            return .nothing
        }
        if polled[2].revents != 0 { write() }
        if polled[1].revents != 0 { readLog() }
        if polled[0].revents != 0 { read() }
        return try takeLine().map { .line($0) } ?? .nothing
    }

    private mutating func takeLine() throws(Breach) -> [UInt8]? {
        guard let end = lineEnd() else {
            looked = incoming.count
            guard looked - taken <= longestLine else { throw Breach("wrote a line of more than \(longestLine >> 20) MiB") }
            return nil
        }
        guard end - taken <= longestLine else { throw Breach("wrote a line of more than \(longestLine >> 20) MiB") }
        let line = Array(incoming[taken..<end])
        (taken, looked) = (end + 1, end + 1)
        if taken == incoming.count {
            incoming.removeAll(keepingCapacity: incoming.count < 1 << 20)
            (taken, looked) = (0, 0)
        }
        return line
    }

    /// Where the line ends that begins at `taken`.
    private func lineEnd() -> Int? {
        incoming.withUnsafeBytes { bytes in
            guard looked < bytes.count, let start = bytes.baseAddress, let found = memchr(start + looked, 0x0A, bytes.count - looked) else { return nil }
            return found - UnsafeMutableRawPointer(mutating: start)
        }
    }

    private mutating func read() {
        if taken > 1 << 16 {
            incoming.removeFirst(taken)
            looked -= taken
            taken = 0
        }
        let (bytes, isAtEnd) = Child.read(output)
        incoming += bytes
        isOutputClosed = isAtEnd
    }

    private mutating func readLog() {
        let (bytes, isAtEnd) = Child.read(errors)
        log.add(bytes)
        // From then on it would wake every poll.
        if isAtEnd { log.isClosed = true }
    }

    private static func read(_ descriptor: Int32) -> ([UInt8], isAtEnd: Bool) {
        var isAtEnd = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 17) { buffer, count in
            let read = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            count = max(0, read)
            isAtEnd = read == 0 || read < 0 && errno != EAGAIN && errno != EINTR
        }
        return (bytes, isAtEnd)
    }

    private mutating func write() {
        while sent < outgoing.count {
            let count = outgoing.withUnsafeBytes { Glibc.write(input, $0.baseAddress.map { $0 + sent }, outgoing.count - sent) }
            if count > 0 {
                sent += count
            } else if errno == EINTR {
                continue
            } else {
                // It closed its input: what it has to say still counts, so its output decides.
                if errno != EAGAIN { sent = outgoing.count }
                return
            }
        }
        if outgoing.count > 1 << 20 {
            outgoing = []
            sent = 0
        }
    }

    /// Why there is no line any more.
    private mutating func ended() -> Breach {
        let status = ChildEnd.status(of: pid, within: 300)
        for _ in 0..<20 where !log.isClosed { readLog() }
        let what = switch status {
        case .left(0): taken < incoming.count ? "ended in the middle of a line" : "ended before it answered"
        case .left(let code): "ended with the exit code \(code) before it answered"
        case .killed(SIGXFSZ): "wrote a file that is too large, and was ended"
        case .killed(SIGXCPU): "used an hour of processor time, and was ended"
        case .killed(let signal): "was ended by the signal \(signal) before it answered"
        case nil: "closed its standard output before it answered"
        }
        return Breach(what, log: log.last)
    }

    /// Its last lines, for a message of what it did wrong.
    var lastLog: [String] { log.last }

    /// Closes its input, and says whether it ends within 300 ms.
    mutating func endsOfItself() -> Bool {
        close(input)
        input = -1
        return ChildEnd.status(of: pid, within: 300) != nil
    }

    /// Ends it and what it started: end of input, then TERM, then KILL to its group, each after 300 ms.
    ///
    /// - Parameter home: its working folder, by which what it started is known.
    mutating func end(home: String) {
        guard !isEnded else { return }
        isEnded = true
        if input >= 0 { close(input) }
        // A process that cannot write would not come to read that its input ended.
        close(output)
        ChildEnd.end(pid, home: home)
        close(errors)
    }
}

/// The last lines of a process's log, and those that nobody took yet.
private struct LogTail: Sendable {
    private var bytes: [UInt8] = []
    private var fresh: [String] = []
    private var lines: [String] = []
    var isClosed = false

    /// How many lines are kept for a message, how many bytes of a line, and how many characters of it are shown there.
    private static let most = 5, longest = 4096, shown = 300

    mutating func add(_ more: [UInt8]) {
        bytes += more
        while let end = bytes.firstIndex(of: 0x0A) {
            keep(bytes[..<end])
            bytes.removeFirst(end + 1)
        }
        if bytes.count > LogTail.longest {
            keep(bytes[...])
            bytes.removeAll()
        }
    }

    private mutating func keep(_ line: ArraySlice<UInt8>) {
        let text = String(decoding: line.prefix(LogTail.longest), as: UTF8.self).trimmed
        guard !text.isEmpty else { return }
        lines.append(text)
        if lines.count > LogTail.most { lines.removeFirst(lines.count - LogTail.most) }
        fresh.append(text)
        if fresh.count > 1000 { fresh.removeFirst(500) }
    }

    mutating func take() -> [String] {
        defer { fresh = [] }
        return fresh
    }

    /// As a message shows them: whole only where they are short.
    var last: [String] {
        let rest = String(decoding: bytes, as: UTF8.self).trimmed
        return (lines + (rest.isEmpty ? [] : [rest])).map { $0.count > LogTail.shown ? $0.prefix(LogTail.shown) + "…" : $0 }
    }
}
