import Foundation

/// Rows as a council might have them, of about 900 bytes, always the same for the same seed: words of a made-up
/// vocabulary of 40,000, the commoner ones far more often (Zipf's law), and columns with few values.
struct Generator {
    private var state: UInt64
    private let words: [String]
    /// The sum of the weights up to each word.
    private let weights: [Double]

    static let columns = ["source_id", "title", "problem", "change", "who", "result", "area", "team", "started", "submitter"]
    private static let areas = ["Children and families", "Older adults", "Learning disability", "Mental health"]

    init(seed: UInt64) {
        state = seed
        var words: [String] = []
        var made = Generator.Mixer(state: 7)
        var seen: Set<String> = []
        let consonants = Array("bcdfghjklmnprstvw"), vowels = Array("aeiou"), endings = ["", "n", "r", "s", "ing", "ed", "tion", "ly", "ment", "t"]
        while words.count < 40_000 {
            var word = ""
            for _ in 0..<(1 + made.next(4)) { word += "\(consonants[made.next(consonants.count)])\(vowels[made.next(vowels.count)])" }
            word += endings[made.next(endings.count)]
            if seen.insert(word).inserted { words.append(word) }
        }
        self.words = words
        var sum = 0.0
        weights = words.indices.map { rank in
            sum += 1 / Double(rank + 3)
            return sum
        }
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private struct Mixer {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        mutating func next(_ end: Int) -> Int { Int(next() % UInt64(end)) }
    }

    /// The words, the commonest first: it stands in nearly every row, the thousandth in one of a hundred.
    var vocabulary: [String] { words }

    mutating func text(_ count: Int) -> String {
        var mixer = Mixer(state: state)
        defer { state = mixer.state }
        return text(count, &mixer)
    }

    /// A number from 0 to below `end`.
    mutating func next(_ end: Int) -> Int {
        var mixer = Mixer(state: state)
        defer { state = mixer.state }
        return mixer.next(end)
    }

    private func word(_ mixer: inout Mixer) -> String {
        let target = Double(mixer.next() >> 11) / Double(1 << 53) * (weights.last ?? 1)
        var low = 0, high = weights.count - 1
        while low < high {
            let middle = (low + high) / 2
            if weights[middle] < target { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    private func text(_ count: Int, _ mixer: inout Mixer) -> String { (0..<count).map { _ in word(&mixer) }.joined(separator: " ") }

    private func row(_ number: Int, _ mixer: inout Mixer, key: String) -> [String] {
        [
            key + String(number), text(8, &mixer), text(10, &mixer) + ", " + text(10, &mixer), text(16, &mixer) + ". " + text(24, &mixer),
            text(6, &mixer), text(24, &mixer), Generator.areas[number % 4], "Team \(number % 40)",
            "2024-\(number % 12 < 9 ? "0" : "")\(1 + number % 12)-\(number % 28 < 9 ? "0" : "")\(1 + number % 28)", "Staff \(number % 300)",
        ]
    }

    /// Writes so many rows as CSV, and as JSON Lines where `lines` is given.
    func write(_ rows: Int, key: String, csv: String, lines: String? = nil) throws {
        var mixer = Mixer(state: state)
        var table = try Pieces(csv)
        var records = try lines.map { try Pieces($0) }
        table.add(Generator.columns.joined(separator: ",") + "\n")
        for number in 0..<rows {
            let cells = row(number, &mixer, key: key)
            table.add(cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n")
            records?.add("{" + zip(Generator.columns, cells).map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}\n")
        }
        try table.finish()
        try records?.finish()
    }

    /// A file that is written in pieces.
    private struct Pieces {
        private let handle: FileHandle
        private var waiting = Data()

        init(_ path: String) throws {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        }

        mutating func add(_ text: String) {
            waiting += Data(text.utf8)
            if waiting.count > 1 << 22 {
                handle.write(waiting)
                waiting.removeAll(keepingCapacity: true)
            }
        }

        mutating func finish() throws {
            handle.write(waiting)
            try handle.close()
        }
    }
}
