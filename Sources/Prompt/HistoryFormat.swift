/// The text of a history file, and the entries in it.
enum HistoryFormat {
    /// An entry, which may have several lines, and when it was entered, in seconds since 1970.
    struct Entry: Equatable {
        var text: String
        var time: Int
    }

    /// An entry as it stands in the file.
    static func text(_ entry: String, at time: Int) -> String {
        // A line of its own that reads like a time stamp would end the entry there.
        let lines = entry.split(separator: "\n", omittingEmptySubsequences: false)
        let safe = lines.map { stamp($0.utf8) == nil ? String($0) : " " + $0 }
        return "#\(time)\n" + safe.joined(separator: "\n") + "\n"
    }

    /// The entries of a file's bytes, oldest first and without repetitions in a row, and how many
    /// were left out because they are not text.
    ///
    /// Lines before the first time stamp are entries of their own: a history that another program
    /// wrote, or the rest of an entry whose beginning was cut off.
    static func entries(in bytes: [UInt8]) -> (entries: [Entry], damaged: Int) {
        var entries: [Entry] = []
        var damaged = 0
        var lines: [ArraySlice<UInt8>] = []
        var time: Int?
        func finish() {
            defer { lines = [] }
            let raw = Array(lines.joined(separator: [0x0A]))
            guard !raw.isEmpty else { return }
            guard !raw.contains(0), let text = String(validating: raw, as: UTF8.self) else {
                damaged += 1
                return
            }
            if entries.last?.text != text { entries.append(Entry(text: text, time: time ?? 0)) }
        }
        var all = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if all.last?.isEmpty == true { all.removeLast() }
        for line in all {
            if let next = stamp(line) {
                finish()
                time = next
            } else {
                lines.append(line)
                if time == nil { finish() }
            }
        }
        finish()
        return (entries, damaged)
    }

    /// The time of a line that is a time stamp: `#` and digits alone.
    private static func stamp(_ line: some Collection<UInt8>) -> Int? {
        guard line.first == 0x23, line.count > 1, line.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(String(decoding: line.dropFirst(), as: UTF8.self))
    }
}
