/// Reads what a source file declares.
///
/// The source is read as it stands, since it is regular: a member stands four blanks further in than its type, and a body
/// that is longer than its line ends with a brace below its beginning. Symbol graphs, the alternative, come from the
/// compiler, whose wording of a declaration differs from version to version: pages made of them would differ from
/// machine to machine. What is not read here is thrown, so nothing public is left out in silence.
struct SourceReading {
    struct Unreadable: Error {
        let file: String
        let line: Int
        let text: String
    }

    private let file: String
    private let lines: [Substring]
    private var next = 0

    static func declarations(of text: String, file: String) throws -> [Declaration] {
        var reading = SourceReading(text, file)
        return try reading.declarations(at: 0)
    }

    private init(_ text: String, _ file: String) {
        self.file = file
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Those that begin so many blanks in, up to a line that begins before.
    private mutating func declarations(at indent: Int) throws -> [Declaration] {
        var found: [Declaration] = []
        var doc: [String] = []
        while next < lines.count {
            let line = lines[next], text = line.drop { $0 == " " }
            guard !text.isEmpty else {
                doc = []
                next += 1
                continue
            }
            guard line.count - text.count >= indent else { break }
            if text.hasPrefix("///") {
                doc.append(String(text.dropFirst(text.hasPrefix("/// ") ? 4 : 3)))
                next += 1
            } else if text.hasPrefix("//") || text.hasPrefix("import ") || text.hasPrefix("@") && !text.contains(" ") {
                next += 1
            } else {
                found.append(try declaration(doc, at: indent))
                doc = []
            }
        }
        return found
    }

    private mutating func declaration(_ doc: [String], at indent: Int) throws -> Declaration {
        let line = next + 1
        let (head, body, isOpen) = try head()
        let words = head.split(separator: " ").map(String.init)
        let modifiers = words.prefix(while: SourceReading.modifiers.contains)
        guard let first = words.dropFirst(modifiers.count).first, let keyword = SourceReading.keywords.first(where: { keyword in first == keyword || ["(", "?(", "<"].contains { first.hasPrefix(keyword + $0) } }) else {
            throw Unreadable(file: file, line: line, text: head)
        }
        let bare = words.dropFirst(modifiers.count).joined(separator: " ").replacing(" )", with: ")")
        let text = (modifiers.contains("static") ? "static " : "") + bare
        let rest = bare.dropFirst(keyword.count).drop { $0 == " " }
        // An operator has no name in letters.
        let name = ["init", "subscript"].contains(keyword) ? keyword : String(rest.prefix { !":(<= ".contains($0) })
        var declaration = Declaration(doc: doc, keyword: keyword, name: name, text: text, body: body, isPublic: modifiers.contains("public"), file: file, line: line)
        guard isOpen else { return declaration }
        if Declaration.types.contains(keyword) {
            declaration.members = try declarations(at: indent + 4)
        } else {
            while next < lines.count, !lines[next].hasPrefix(String(repeating: " ", count: indent) + "}") { next += 1 }
        }
        guard next < lines.count else { throw Unreadable(file: file, line: line, text: head) }
        next += 1
        return declaration
    }

    private static let modifiers: Set<String> = [
        "public", "package", "private", "fileprivate", "internal", "static", "final", "mutating", "indirect", "weak", "lazy", "private(set)", "internal(set)",
        "@discardableResult", "convenience", "override",
    ]
    private static let keywords = ["protocol", "struct", "enum", "class", "extension", "func", "var", "let", "init", "case", "typealias", "associatedtype", "subscript", "deinit"]

    /// A declaration up to its body; its body, when it ends in the same line; and whether it has one that does not.
    private mutating func head() throws -> (head: String, body: String?, isOpen: Bool) {
        var head = "", body = ""
        var parentheses = 0, braces = 0
        var isQuoted = false, hasBody = false
        while next < lines.count {
            let line = lines[next].trimmingPrefix { $0 == " " }
            next += 1
            for character in line {
                if character == "\"" { isQuoted.toggle() }
                if !isQuoted {
                    if character == "{", hasBody || parentheses == 0 {
                        hasBody = true
                        braces += 1
                        if braces == 1 { continue }
                    } else if character == "}", hasBody {
                        braces -= 1
                    } else if !hasBody {
                        parentheses += "([".contains(character) ? 1 : ")]".contains(character) ? -1 : 0
                    }
                }
                if !hasBody { head.append(character) } else if braces > 0 { body.append(character) }
            }
            if hasBody { return (head.trimmed, braces == 0 ? body.trimmed : nil, braces > 0) }
            if parentheses == 0, next >= lines.count || !lines[next].trimmingPrefix(while: { $0 == " " }).hasPrefix("where ") { return (head.trimmed, nil, false) }
            if !head.hasSuffix("(") { head.append(" ") }
        }
        throw Unreadable(file: file, line: next, text: head)
    }
}
