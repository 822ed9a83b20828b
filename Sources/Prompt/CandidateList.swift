import RegistryShell

/// The list under the line that shows what the word at the cursor may become.
package enum CandidateList {
    /// The rows of the list, none wider than the terminal: the candidates of each group under its heading where there
    /// are several groups, one a row with the notes aligned if any has a note, else in columns that read downwards.
    ///
    /// - Parameter plain: no columns and no signs, one candidate a row, for a screen reader.
    package static func rows(_ candidates: [Candidate], width: Int, plain: Bool = false) -> [String] {
        // The last column stays free: many terminals wrap as soon as it is written.
        let width = max(width - 1, 1)
        let groups = grouped(candidates)
        guard groups.count > 1 else { return rows(of: candidates, column: column(candidates, width), width, plain) }
        // Aligned over all groups, and a little to the right of the headings.
        let shared = column(candidates, width - 2)
        return groups.flatMap { group in
            [cut((group.name ?? "Others") + ":", to: width, plain)]
                + rows(of: group.candidates, column: shared, width - 2, plain).map { "  " + $0 }
        }
    }

    /// The groups in the order in which each first comes.
    private static func grouped(_ candidates: [Candidate]) -> [(name: String?, candidates: [Candidate])] {
        var groups: [(name: String?, candidates: [Candidate])] = []
        for candidate in candidates {
            if let index = groups.firstIndex(where: { $0.name == candidate.group }) {
                groups[index].candidates.append(candidate)
            } else {
                groups.append((candidate.group, [candidate]))
            }
        }
        return groups
    }

    /// How wide the values' column is: one long value must not push every note off the screen.
    private static func column(_ candidates: [Candidate], _ width: Int) -> Int {
        min(candidates.map { $0.value.visible().displayWidth }.max() ?? 0, width / 2)
    }

    private static func rows(of candidates: [Candidate], column: Int, _ width: Int, _ plain: Bool) -> [String] {
        let values = candidates.map { $0.value.visible() }
        guard candidates.contains(where: { $0.note != nil }) else {
            return plain ? values.map { cut($0, to: width, plain) } : columns(values, width: width)
        }
        return zip(values, candidates).map { value, candidate in
            guard let note = candidate.note else { return cut(value, to: width, plain) }
            let gap = plain ? ": " : String(repeating: " ", count: max(column - value.displayWidth, 0) + 2)
            return cut(value + gap + note.visible(), to: width, plain)
        }
    }

    private static func columns(_ values: [String], width: Int) -> [String] {
        let cells = values.map { cut($0, to: width, false) }
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

    /// The text, or as much of it as fits with an ellipsis; in plain lists it only ends, at a word where it can.
    private static func cut(_ text: String, to width: Int, _ plain: Bool) -> String {
        guard text.displayWidth > width else { return text }
        var kept = ""
        var used = 0
        for character in text {
            used += character.displayWidth
            guard used < (plain ? width + 1 : width) else { break }
            kept.append(character)
        }
        guard plain else { return kept + "…" }
        guard let blank = kept.lastIndex(of: " "), blank > kept.index(kept.startIndex, offsetBy: kept.count / 2) else { return kept }
        return String(kept[..<blank])
    }
}
