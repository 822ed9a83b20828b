@preconcurrency import CReadline
import Glibc

/// What happens between a key and Readline: the terminal's mode, how a key is read, and Ctrl-C.
enum Keys {
    /// Takes reading and the terminal's mode over, and binds Ctrl-C in every editing mode.
    ///
    /// To be called after `rl_initialize`, so that no init file binds the key away.
    static func install() {
        rl_prep_term_function = { meta in Keys.prepareTerminal(meta: meta) }
        rl_deprep_term_function = {
            // Readline ends the line itself on Ctrl-D, but only where it had switched bracketed paste on:
            // `ask` does it everywhere.
            rl_eof_found = 0
            rl_deprep_terminal()
        }
        rl_getc_function = { _ in Keys.next() }
        rl_startup_hook = {
            guard let prefill = Asking.current?.prefill, !prefill.isEmpty else { return 0 }
            rl_insert_text(prefill)
            // Undo goes back to the prefilled text, not behind it.
            rl_free_undo_list()
            return 0
        }
        // Behind Escape and Ctrl-X as well: both are easily pressed and forgotten.
        for name in ["emacs", "emacs-meta", "emacs-ctlx", "vi-insert", "vi-command"] {
            rl_bind_key_in_map(interrupt, { _, _ in Keys.cancelLine() }, rl_get_keymap_by_name(name))
        }
    }

    /// Ctrl-C.
    static let interrupt: Int32 = 3

    /// Puts the terminal into Readline's mode, with Ctrl-C a key like any other.
    ///
    /// As a signal it could not end the line: `rl_signal_event_hook` runs while Readline waits for a
    /// key, and setting `rl_done` there still waits, and leaves that key to the next line.
    private static func prepareTerminal(meta: Int32) {
        rl_prep_terminal(meta)
        practice_free_interrupt_key()
        // Readline's way back from Ctrl-Z leads through here, wherever it noticed the signal.
        if practice_is_in_signal() != 0 { Asking.current?.wasSuspended = true }
    }

    /// Ends the line with `^C` behind it, as a terminal echoes it, and has the session say so.
    @discardableResult static func cancelLine() -> Int32 {
        Asking.current?.isCancelled = true
        Asking.current?.hadText = rl_end > 0
        rl_point = rl_end
        if rl_variable_value("echo-control-characters").map({ String(cString: $0) }) != "off" {
            rl_insert_text("^C")
        }
        rl_redisplay()
        // Not `rl_done` alone: entering the line also resets vi mode and moves below a line that wraps.
        return rl_newline(1, 0x0A)
    }

    /// The next byte from the terminal.
    ///
    /// `rl_getc` with two differences: a SIGINT that somebody sends (`kill -INT`) reads as Ctrl-C, and
    /// a line that was suspended is drawn again on return.
    private static func next() -> Int32 {
        let input = fileno(rl_instream)
        while true {
            Interrupt.claim()
            rl_check_signals()
            if let session = Asking.current, session.wasSuspended {
                session.wasSuspended = false
                rl_on_new_line()
                rl_forced_update_display()
            }
            if Interrupt.isHungUp { return practice_end_of_input() }
            if Interrupt.take() { return interrupt }
            // Waiting in poll(2), which no handler's SA_RESTART resumes, and not in read(2).
            var wait = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            if poll(&wait, 1, -1) < 0 {
                if errno == EINTR { continue }
                return practice_end_of_input()
            }
            var byte: UInt8 = 0
            let count = read(input, &byte, 1)
            if count == 1 { return Int32(byte) }
            // A program that was run from here may have left the terminal non-blocking.
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return practice_end_of_input()
        }
    }
}
