import Glibc

/// Writes all of a text to a file or a terminal; `false`, with the reason in `errno`, if it cannot.
///
/// - Parameter isStopped: asked after every piece; once it is true, the rest is left out and the reason is ECANCELED.
public func writeAll(_ text: String, to descriptor: Int32, until isStopped: () -> Bool = { false }) -> Bool {
    var text = text
    return text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: descriptor, until: isStopped) }
}

/// Writes all of some bytes; as above.
public func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, until isStopped: () -> Bool = { false }) -> Bool {
    var done = 0
    while done < bytes.count {
        if isStopped() {
            errno = ECANCELED
            return false
        }
        // In pieces, as a terminal or a pipe takes its time; a line of the history is one piece.
        let count = write(descriptor, bytes.baseAddress.map { $0 + done }, min(bytes.count - done, 1 << 16))
        if count >= 0 {
            done += count
        } else if errno == EAGAIN {
            // A program that was run from here may have left the terminal non-blocking.
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&wait, 1, 100)
        } else if errno != EINTR {
            return false
        }
    }
    return true
}
