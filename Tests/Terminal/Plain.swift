/// Takes escape sequences and carriage returns out of what a program writes, piece by piece.
struct Plain {
    private enum State { case text, escape, control, string, stringEscape, charset }
    private var state = State.text
    /// The bytes of a character that is not whole yet.
    private var held: [UInt8] = []

    mutating func plain(_ bytes: some Sequence<UInt8>) -> String {
        var text = held
        held = []
        for byte in bytes {
            switch (state, byte) {
            case (.text, 0x1B): state = .escape
            case (.text, 0x0D), (.text, 0x07): break
            case (.text, _): text.append(byte)
            case (.escape, 0x5B): state = .control
            case (.escape, 0x5D), (.escape, 0x50): state = .string
            case (.escape, 0x28), (.escape, 0x29): state = .charset
            case (.control, 0x40...0x7E), (.escape, _), (.charset, _): state = .text
            case (.string, 0x07): state = .text
            case (.string, 0x1B): state = .stringEscape
            case (.stringEscape, _): state = byte == 0x5C ? .text : .string
            default: break
            }
        }
        if let start = text.suffix(4).lastIndex(where: { $0 >= 0xC0 }) {
            let length = text[start] < 0xE0 ? 2 : text[start] < 0xF0 ? 3 : 4
            if text.count - start < length {
                held = Array(text[start...])
                text.removeSubrange(start...)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
