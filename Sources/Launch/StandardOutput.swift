import Foundation
import Prompt
import RegistryCore
import RegistryShell

/// The process's own standard output and standard error as an `Output`.
enum StandardOutput {
    static func make(options: GlobalOptions, variables: [String: String], console: any Console) -> Output {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let coloured = wantsColour(options.colour, variables, isTerminal: isTerminal)
        let output = Output(
            result: { try write($0, to: STDOUT_FILENO, until: { Stopping.isAsked }) },
            // There is nobody left to tell when standard error cannot be written to.
            message: { try? write($0, to: STDERR_FILENO) },
            width: { isTerminal ? max(20, console.width) : nil },
            messageWidth: { isatty(STDERR_FILENO) == 1 ? max(20, console.width) : 100 },
            ink: Ink(coloured: coloured), plain: variables["PRACTICE_ACCESSIBLE"].map { !["", "0"].contains($0) } ?? false)
        output.pager = ChildPager(variables: variables, console: console)
        output.writeBytes = { try write($0, to: STDOUT_FILENO) }
        output.isLive = isatty(STDERR_FILENO) == 1 && variables["TERM"] != "dumb" && !output.plain
        return output
    }

    /// https://no-color.org: any value that is not empty turns colour off; an explicit `--color` counts more.
    private static func wantsColour(_ choice: GlobalOptions.ColourChoice, _ variables: [String: String], isTerminal: Bool) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && (variables["NO_COLOR"] ?? "").isEmpty && variables["TERM"] != "dumb" && variables["TERM"] != nil
        }
    }

    private static func write(_ text: String, to descriptor: Int32, until isStopped: () -> Bool = { false }) throws {
        guard !writeAll(text, to: descriptor, until: isStopped) else { return }
        try fail()
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        guard !writeAll(bytes, to: descriptor, until: { Stopping.isAsked }) else { return }
        try fail()
    }

    private static func fail() throws -> Never {
        let reason = errno
        if reason == EPIPE { throw Unread() }
        if reason == ECANCELED { throw Problem(.interrupted, "stopped; the rest is not shown") }
        guard reason == ENOSPC || reason == EDQUOT else { throw Problem(.inputOutput, "the results could not be written", value: String(cString: strerror(reason))) }
        throw Problem(.inputOutput, "the results could not all be written: there is no room left", next: "make room, and run it again")
    }
}
