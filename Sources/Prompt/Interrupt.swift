import CReadline
import Glibc
import Synchronization

/// Ctrl-C and a closed terminal, as flags that running work polls: neither kills the program.
///
/// The flags are lock-free atomics, which a signal handler may touch (signal-safety(7)).
enum Interrupt {
    private static let requested = Atomic<Bool>(false)
    private static let hungUp = Atomic<Bool>(false)
    private static let terminated = Atomic<Bool>(false)
    private static let watching = Atomic<Bool>(false)

    /// The terminal is gone: there is nobody to ask any more, and nobody waits for running work.
    static var isHungUp: Bool { hungUp.load(ordering: .relaxed) }

    /// The program was asked to end, by SIGTERM: running work stops, and nobody is asked any more.
    static var isTerminated: Bool { terminated.load(ordering: .relaxed) }

    /// Turns SIGINT, SIGHUP and SIGTERM into the flags from now on.
    ///
    /// Done at the first question or the first poll, not at the start: a single command that does
    /// neither keeps the usual death by Ctrl-C, which nothing else could stop.
    static func watch() {
        guard !watching.exchange(true, ordering: .relaxed) else { return }
        // A first use makes Swift set the flags up under a lock; that must not happen in the handler.
        requested.store(false, ordering: .relaxed)
        hungUp.store(false, ordering: .relaxed)
        terminated.store(false, ordering: .relaxed)
        // A parent that starts programs from a thread of its own may hand on that thread's blocked signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        // A shell has a program that it runs in the background ignore Ctrl-C, which is meant for another one then.
        if practice_is_ignored(SIGINT) == 0 { claim() }
        install(SIGTERM) { _ in
            Interrupt.terminated.store(true, ordering: .relaxed)
            Interrupt.hungUp.store(true, ordering: .relaxed)
        }
        // Under nohup(1) a closed terminal is no reason to stop.
        if practice_is_ignored(SIGHUP) == 0 {
            install(SIGHUP) { _ in Interrupt.hungUp.store(true, ordering: .relaxed) }
        }
    }

    /// Takes SIGINT from whoever has it: Readline installs a handler of its own while it reads, which
    /// frees the line's undo list even in the middle of a search (a crash; mended in Bash 5.3 patch 9).
    static func claim() {
        install(SIGINT) { _ in Interrupt.requested.store(true, ordering: .relaxed) }
    }

    /// Whether Ctrl-C was pressed, and nobody took it yet.
    static var isRequested: Bool { requested.load(ordering: .relaxed) || isTerminated }

    /// Whether Ctrl-C was pressed since this was last asked.
    static func take() -> Bool { requested.exchange(false, ordering: .relaxed) || isTerminated }

    /// SA_RESTART, so that a file or a database in the middle of a call sees no error; work is
    /// stopped where it polls.
    private static func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        var action = sigaction()
        sigemptyset(&action.sa_mask)
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = handler
        sigaction(number, &action, nil)
    }
}

/// Whether the person, or the system, asked running work to stop: for work that has no console at hand.
///
/// It stays so until the console tells somebody (`Console.interrupted`, the next question), so that one Ctrl-C stops
/// all that a command does, whichever part of it asks first. Asking installs nothing: a single command of a shell dies
/// of its signal as any other does, unless it asks questions or `watch`es.
public enum Stopping {
    public static var isAsked: Bool { Interrupt.isRequested || Interrupt.isHungUp }

    /// From now on signals are reasons to stop, and no sudden death.
    public static func watch() { Interrupt.watch() }
}
