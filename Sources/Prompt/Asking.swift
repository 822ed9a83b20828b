import CReadline
import RegistryShell

/// One call of readline(), as its callbacks see it: what was asked for, and what came of it.
final class Asking {
    let prefill: String
    let completer: (any Completer)?
    /// No signs in lists.
    let isPlain: Bool
    /// Ctrl-C was pressed.
    var isCancelled = false
    /// There was something in the line then.
    var hadText = false
    /// The program was stopped and runs again, below whatever the shell wrote meanwhile.
    var wasSuspended = false
    /// What the last Tab found, for the list that may follow.
    var completed: CompletedLine?

    init(prefill: String, completer: (any Completer)?, isPlain: Bool = false) {
        self.prefill = prefill
        self.completer = completer
        self.isPlain = isPlain
    }

    /// The question that is being asked now.
    ///
    /// Unsafe because readline's callbacks are C functions without a context argument, so a global is
    /// the only way to them. It is set and read by the one thread that is inside readline().
    nonisolated(unsafe) static var current: Asking?
}
