/// Marks the colours in a prompt, so that Readline does not count them as columns.
package enum PromptMarks {
    /// The prompt with each run of SGR sequences between `\u{1}` and `\u{2}`, and without any other
    /// control character but newline and tab: a prompt may name a registry, and names are data.
    package static func marked(_ prompt: String) -> String {
        let scalars = Array(prompt.unicodeScalars)
        var marked = String.UnicodeScalarView()
        var inColour = false
        var index = 0
        func colour(_ on: Bool) {
            guard on != inColour else { return }
            marked.append(on ? "\u{1}" : "\u{2}")
            inColour = on
        }
        while index < scalars.count {
            if let end = endOfColour(in: scalars, at: index) {
                colour(true)
                marked.append(contentsOf: scalars[index..<end])
                index = end
                continue
            }
            let scalar = scalars[index]
            index += 1
            guard scalar.properties.generalCategory != .control || scalar == "\n" || scalar == "\t" else { continue }
            colour(false)
            marked.append(scalar)
        }
        colour(false)
        return String(marked)
    }

    /// The index behind an SGR sequence (ECMA-48, 8.3.117) that starts here, if one does.
    private static func endOfColour(in scalars: [Unicode.Scalar], at start: Int) -> Int? {
        guard scalars.count > start + 2, scalars[start] == "\u{1B}", scalars[start + 1] == "[" else { return nil }
        var index = start + 2
        while index < scalars.count, "0123456789;:".unicodeScalars.contains(scalars[index]) { index += 1 }
        return index < scalars.count && scalars[index] == "m" ? index + 1 : nil
    }
}
