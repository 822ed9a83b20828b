@preconcurrency import CReadline
import RegistryShell

/// Completion between a `Completer`, which speaks Characters, and Readline, which speaks bytes.
enum CompletionBridge {
    /// Makes Tab ask the session's completer, and nothing else.
    static func install() {
        // No character breaks a word and none quotes: Readline then hands over the whole line up to the
        // cursor, and `CompletedLine` decides. With the default lists it would cut inside `tag:bus` and é.
        rl_completer_word_break_characters = UnsafePointer(strdup(""))
        rl_completer_quote_characters = nil
        // The completer's order is a ranking.
        rl_sort_completion_matches = 0
        rl_attempted_completion_function = { _, _, end in
            // Without these two an empty answer falls back to the names of files, and a space follows
            // every single match, finished or not. Readline resets both before each completion.
            rl_attempted_completion_over = 1
            rl_completion_suppress_append = 1
            return CompletionBridge.matches(cursor: Int(end))
        }
        // The last resort of commands that pass the function above by.
        rl_completion_entry_function = { _, _ in nil }
        rl_completion_display_matches_hook = { _, _, _ in CompletionBridge.display() }
    }

    private typealias Matches = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// Readline's form of the candidates: first what replaces the line up to the cursor, then one
    /// text a match; both on the C heap, which Readline frees. One entry alone is a single match.
    private static func matches(cursor: Int) -> Matches? {
        Asking.current?.completed = nil
        guard let session = Asking.current, let completer = session.completer,
            let buffer = rl_line_buffer, let line = String(validatingCString: buffer)
        else { return nil }
        // A server may take long, or never answer: Ctrl-C reaches the question to it, and then cancels the line.
        practice_set_interrupt_key(cc_t(Keys.interrupt))
        defer { practice_free_interrupt_key() }
        guard let completed = CompletedLine(line: line, byte: cursor, completer: completer), !Interrupt.isRequested else { return nil }
        session.completed = completed
        // The kinds of completion are characters (`rl_completion_type`).
        switch (UnicodeScalar(UInt8(truncatingIfNeeded: rl_completion_type)), completed.candidates.count) {
        case ("*", _): return list([completed.all])
        case ("%", 2...): return list([completed.common] + completed.candidates.map(completed.result))
        case ("?", 1), (_, 2...):
            // Readline only needs to know that there are several: `display` shows the candidates
            // themselves, and 100,000 texts would take 100 ms. A single match that is to be listed is
            // sent there the same way, or Readline would show the whole line.
            return list([completed.common, completed.common + "1", completed.common + "2"])
        default: return list(completed.candidates.map(completed.result))
        }
    }

    private static func list(_ texts: [String]) -> Matches? {
        let size = (texts.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
        guard let memory = malloc(size) else { return nil }
        let list = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { list[index] = strdup(text) }
        list[texts.count] = nil
        return list
    }

    /// Lists the candidates below the line and draws the line again, as `rl_display_match_list` does:
    /// asked first from `completion-query-items` on, a screenful at a time with `page-completions`.
    private static func display() {
        guard let candidates = Asking.current?.completed?.candidates else { return }
        var (height, width): (Int32, Int32) = (24, 80)
        rl_get_screen_size(&height, &width)
        rl_crlf()
        var wanted = true
        if rl_completion_query_items > 0, candidates.count >= Int(rl_completion_query_items) {
            practice_put("Display all \(candidates.count) possibilities? (y or n)")
            wanted = key([.more, .stop]) == .more
            rl_crlf()
        }
        if wanted {
            let isPlain = Asking.current?.isPlain ?? false
            show(CandidateList.rows(candidates, width: Int(width), plain: isPlain), height: Int(height))
        }
        rl_on_new_line()
        rl_forced_update_display()
        if Asking.current?.isCancelled == true { Keys.cancelLine() }
    }

    private static func show(_ rows: [String], height: Int) {
        let isPaged = rl_variable_value("page-completions").map { String(cString: $0) } == "on"
        var left = max(height - 1, 1)
        for (index, row) in rows.enumerated() {
            practice_put(row)
            rl_crlf()
            left -= 1
            guard isPaged, left == 0, index + 1 < rows.count else { continue }
            practice_put("--More--")
            let answer = key([.more, .line, .stop])
            practice_put("\r        \r")
            switch answer {
            case .more: left = max(height - 1, 1)
            case .line: left = 1
            case .stop: return
            }
        }
    }

    private enum Key { case more, line, stop }

    /// Readline's own keys at these questions, and Ctrl-C, which it does not know as a key.
    private static func key(_ allowed: Set<Key>) -> Key {
        while true {
            let code = rl_read_key()
            let key: Key
            switch code {
            case 3:
                Asking.current?.isCancelled = true
                return .stop
            case ..<0: return .stop
            case 0x20, 0x59, 0x79: key = .more  // space, Y, y
            case 0x0A, 0x0D: key = .line
            case 0x07, 0x4E, 0x51, 0x6E, 0x71, 0x7F: key = .stop  // Ctrl-G, N, Q, n, q, delete
            default:
                rl_ding()
                continue
            }
            if allowed.contains(key) { return key }
            rl_ding()
        }
    }
}
