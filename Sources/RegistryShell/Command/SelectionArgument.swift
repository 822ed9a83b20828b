import RegistryCore

/// How the words of a command become one selection.
public enum SelectionArgument {
    /// One word is the selection as it stands: `find 'carers stage:submitted'`. Of several, a word with blanks in it
    /// was quoted to hold together: `find carers "bus pass"` looks for the phrase, `find team:"North East"` for
    /// the team of that name. A shell takes the quotes away, so they are put back here.
    public static func text(of words: [String]) -> String {
        guard words.count > 1 else { return words.first ?? "" }
        return words.map { word in
            guard word.contains(where: \.isWhitespace), !word.contains("\""), !word.contains("(") else { return word }
            guard let operation = word.firstIndex(where: { ":=<>".contains($0) }), !word[..<operation].contains(where: \.isWhitespace) else {
                return Selection.quoted(word)
            }
            let start = word[operation...].firstIndex { !":=<>".contains($0) } ?? word.endIndex
            return word[..<start] + Selection.quoted(String(word[start...]))
        }.joined(separator: " ")
    }
}
