import RegistryCore
import RegistryShell

/// A word that steers a form. It stands alone on its line, or behind an answer that is filled in.
enum Steering: String, CaseIterable {
    case example = "?"
    case back = ":back"
    case skip = ":skip"
    case edit = ":edit"
    case save = ":save"
    case quit = ":quit"
    case help = ":help"

    /// What it does, as a clause: `:help` lists these.
    var meaning: String {
        switch self {
        case .example: "shows an example"
        case .back: "goes to the question before; your answers stay"
        case .skip: "leaves this one as it is, and goes on"
        case .edit: "opens your editor with this answer"
        case .save: "ends the questions and shows all of it, before it is saved"
        case .quit: "keeps your answers as a draft, and leaves"
        case .help: "shows this list"
        }
    }

    /// What a line is to a form.
    enum Reading: Equatable {
        case steers(Steering)
        /// A word that was meant to steer and is none of these, with the nearest.
        case unknown(String, nearest: String?)
        /// An example, or the answer with a question mark behind it: `?` right behind what is filled in.
        case questionMark
        case text
    }

    /// Reads a line. What was pasted over several lines is text, whatever stands in it.
    ///
    /// - Parameter prefill: the answer that was filled in.
    static func read(_ line: String, behind prefill: String) -> Reading {
        guard !line.contains(where: \.isNewline) else { return .text }
        let alone = read(word: line.trimmed)
        guard alone == .text, !prefill.isEmpty, line.hasPrefix(prefill) else { return alone }
        let rest = line.dropFirst(prefill.count)
        if rest == "?" { return .questionMark }
        // “bus:east” is an answer: behind one, only what is near to a word that steers was meant to.
        if case .unknown(_, nearest: nil) = read(word: rest.trimmed) { return .text }
        return read(word: rest.trimmed)
    }

    /// A word, or the only one that begins so.
    private static func read(word: String) -> Reading {
        if word == example.rawValue { return .steers(.example) }
        guard word.first == ":", word.count > 1, word.dropFirst().allSatisfy(\.isLetter) else { return .text }
        let matching = allCases.filter { $0.rawValue.hasPrefix(word.lowercased()) }
        if matching.count == 1, let only = matching.first { return .steers(only) }
        guard matching.isEmpty else { return .unknown(word, nearest: nil) }
        let nearest = Nearest.match(String(word.dropFirst()), among: allCases.dropFirst().map { String($0.rawValue.dropFirst()) })
        return .unknown(word, nearest: nearest.map { ":" + $0 })
    }
}

extension Session {
    /// Writes to the terminal what a form says, wrapped between words.
    func say(_ text: String, hanging: Int = 0, _ tone: Ink.Tone? = nil) {
        for line in Wrapping.wrap(text.visible(), to: formWidth, hanging: hanging) {
            console.write((tone.map { output.ink($0, line) } ?? line) + "\n")
        }
    }

    /// The columns of a form. The last one stays free: many terminals wrap as soon as it is written.
    var formWidth: Int { max(20, console.width - 1) }

    /// What each word that steers does, a line each.
    func saySteering() {
        for word in Steering.allCases {
            for (index, line) in Wrapping.wrap(word.meaning, to: formWidth - 7).enumerated() {
                console.write(Wrapping.pad(index == 0 ? word.rawValue : "", to: 7) + line + "\n")
            }
        }
    }
}
