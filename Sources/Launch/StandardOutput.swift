import Foundation
import RegistryCore
import RegistryShell

/// Thrown when nobody reads the results any more, as when `head` has seen enough: the program ends quietly.
struct ClosedPipe: Error {}

/// The process's own standard output and standard error as an `Output`.
enum StandardOutput {
    static func make(options: GlobalOptions, variables: [String: String], console: any Console) -> Output {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let coloured = wantsColour(options.colour, variables, isTerminal: isTerminal)
        return Output(
            result: { try write($0, to: STDOUT_FILENO) },
            // There is nobody left to tell when standard error cannot be written to.
            message: { try? write($0, to: STDERR_FILENO) },
            width: { isTerminal ? max(20, console.width) : nil },
            messageWidth: { isatty(STDERR_FILENO) == 1 ? max(20, console.width) : 100 },
            ink: Ink(coloured: coloured), plain: variables["PRACTICE_ACCESSIBLE"].map { !["", "0"].contains($0) } ?? false)
    }

    /// https://no-color.org: any value that is not empty turns colour off; an explicit `--color` counts more.
    private static func wantsColour(_ choice: GlobalOptions.ColourChoice, _ variables: [String: String], isTerminal: Bool) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && (variables["NO_COLOR"] ?? "").isEmpty && variables["TERM"] != "dumb" && variables["TERM"] != nil
        }
    }

    private static func write(_ text: String, to descriptor: Int32) throws {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno == EPIPE {
                throw ClosedPipe()
            } else if errno == EAGAIN {
                // Whoever shares the descriptor made it non-blocking: wait until it takes more.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                throw Problem(.inputOutput, "the results could not be written")
            }
        }
    }
}
