import RegistryShell

/// The list under the line that shows what the word at the cursor may become.
package enum CandidateList {
    /// The rows of the list in the candidates' order, none wider than the terminal: one a row with
    /// the notes aligned if any has a note, else in columns that read downwards.
    package static func rows(_ candidates: [Candidate], width: Int) -> [String] {
        // The last column stays free: many terminals wrap as soon as it is written.
        let width = max(width - 1, 1)
        let values = candidates.map { $0.value.visible() }
        guard candidates.contains(where: { $0.note != nil }) else { return columns(values, width: width) }
        // One long value must not push every note off the screen.
        let column = min(values.map(\.displayWidth).max() ?? 0, width / 2)
        return zip(values, candidates).map { value, candidate in
            guard let note = candidate.note else { return cut(value, to: width) }
            let gap = String(repeating: " ", count: max(column - value.displayWidth, 0) + 2)
            return cut(value + gap + note.visible(), to: width)
        }
    }

    private static func columns(_ values: [String], width: Int) -> [String] {
        let cells = values.map { cut($0, to: width) }
        let cell = (cells.map(\.displayWidth).max() ?? 0) + 2
        let across = max((width + 2) / cell, 1)
        let down = (cells.count + across - 1) / across
        return (0..<down).map { row in
            var line = ""
            for index in stride(from: row, to: cells.count, by: down) {
                line += cells[index]
                if index + down < cells.count {
                    line += String(repeating: " ", count: cell - cells[index].displayWidth)
                }
            }
            return line
        }
    }

    /// The text, or as much of it as fits with an ellipsis.
    private static func cut(_ text: String, to width: Int) -> String {
        guard text.displayWidth > width else { return text }
        var kept = ""
        var used = 0
        for character in text {
            used += character.displayWidth
            guard used < width else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
