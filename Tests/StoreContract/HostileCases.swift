import Foundation
import RegistryCore

/// Texts that mean something to SQL, to full text, to JSON, to terminals or to Unicode, and nothing to a registry.
let naughty = [
    "'", "''", "\"", "\"\"", "`", ";", "--", "/*", "*/", "\\", "\\'", "%", "_", "%s%n", "$1", "?", "?1", ":name", "@x", "{}", "[]", "$.\"a\"",
    "'; DROP TABLE innovation; --", "\"); DELETE FROM home; --", "1 OR 1=1", "' UNION SELECT 1 --", "NULL", "null", "undefined", "true", "0", "-1", "1e309",
    "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "a AND", "OR b", "NOT c", "a*", "*", "^a", "a + b", "title:a", "{title body}: a", "- a", "(", ")", "(a", "a)",
    "\"a", "a\"", "a \" b", "\u{1}", "\u{1B}[31mred", "\u{7F}", "\t", "\n", "\r\n", " ", "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{202E}abc", "\u{2028}", "\u{FFFD}", "\u{FFFF}",
    "e\u{301}", "é", "ﬁ", "ß", "İ", "ı", "Σίσυφος", "中文字", "العربية", "हिन्दी", "👩‍👩‍👧‍👦", "🇬🇧", "🙂🙂", "z\u{335}\u{336}\u{337}",
    String(repeating: "a", count: 70_000), String(repeating: "\"", count: 999), String(repeating: "( ", count: 999), String(repeating: "é", count: 5000),
]

extension StoreContract {
    static let hostileCases: [Case] = [
        Case("any text comes back as it was, wherever it stands") { trial in
            try trial.settle()
            for (index, text) in naughty.enumerated() {
                let number = index + 1
                let innovation = Innovation.sample(
                    number, by: text, stage: text, held: text, source: (text, text), fields: ["title": .text(text), text: .text(text), "list": .list([text, "x"])],
                    tags: [text])
                let one = Contribution.sample(text, on: .person(text), by: text, to: text, payload: .object(JSONObject([(text, .string(text))])))
                let draft = SavedDraft(home: .trafford, uid: UID(), owner: text, fields: [text: .text(text)], tags: [text], updated: .noon)
                let record = ImportedRecord(home: .trafford, source: text, key: text, innovation: number, fields: [text: .text(text)], tags: [text])
                let person = Person.sample(text, team: text, login: text)
                let document = Configuration.Document(name: text, version: 1, text: text)
                try trial.write { writer in
                    try writer.insert(innovation)
                    try writer.index(SearchText(title: text, tags: text, body: text, contributed: text), of: number, in: .trafford)
                    try writer.put(one, onePerAuthor: true)
                    try writer.put(draft)
                    try writer.put(record)
                    try writer.put(person)
                    try writer.put(document, in: .trafford)
                    try writer.set([text: 1], of: number, in: .trafford)
                    try writer.setMark(text, of: text, in: .trafford, to: text)
                }
                let what = text.prefix(20).debugDescription
                try trial.read { reader in
                    trial.equal(try reader.innovation(number, in: .trafford), innovation, what)
                    trial.equal(try reader.innovation(source: text, sourceID: text, in: .trafford), innovation, what)
                    trial.equal(try reader.contribution(one.uid, in: .trafford), one, what)
                    trial.equal(try reader.contributions(about: .person(text), in: .trafford).last, one, what)
                    trial.equal(try reader.contribution(of: text, by: text, origin: .person(text), in: .trafford), one, what)
                    trial.equal(try reader.drafts(of: text, in: .trafford).first { $0.uid == draft.uid }, draft, what)
                    trial.equal(try reader.imported(source: text, key: text, in: .trafford), record, what)
                    trial.equal(try reader.person(text, in: .trafford), person, what)
                    trial.equal(try reader.person(account: text, in: .trafford), person, what)
                    trial.expect(try reader.documents(of: .trafford).contains(document), what)
                    trial.equal(try reader.signals(of: number, in: .trafford), [text: 1], what)
                    trial.equal(try reader.mark(text, of: text, in: .trafford), text, what)
                }
            }
            trial.equal(try trial.read { try $0.damage() }, [])
        },
        Case("any text can be asked for, finds itself, and is never syntax") { trial in
            try trial.settle()
            try trial.write { writer in
                for (index, text) in naughty.enumerated() {
                    try writer.insert(.sample(
                        index + 1, by: text, stage: text, source: (text, "1"), fields: [text: .text(text), "same": .text(text)], tags: [text]))
                    try writer.index(SearchText(title: text, tags: "", body: "", contributed: ""), of: index + 1, in: .trafford)
                    try writer.set([text: 1], of: index + 1, in: .trafford)
                }
            }
            for (index, text) in naughty.enumerated() {
                let number = index + 1, what = text.prefix(20).debugDescription
                for condition: Condition in [
                    .tag(text), .stage(text), .submitter(text), .source(text), .present(text), .field(text, .equals, .text(text)),
                    .field("same", .equals, .text(text)), .field("same", .contains, .text(text)), .field(text, .equals, .list([text])), .signal(text, .equals, 1),
                ] { trial.expect(try trial.numbers(condition).contains(number), "\(what) by \("\(condition)".prefix(60))") }
                trial.equal(try trial.numbers(.tag(text)), [number], "only itself: \(what)")
                trial.equal(try trial.numbers(.signal(text, .equals, 1)), [number], "only itself: \(what)")
                for condition: Condition in [
                    .word(text, prefix: false), .word(text, prefix: true), .phrase([text, text]), .phrase(["a", text]), .created(.equals, text), .updated(.atMost, text),
                    .any([.word(text, prefix: true), .tag("none")]), .all([.word("a", prefix: false), .not(.word(text, prefix: false))]),
                ] {
                    for order in [Query.Order.relevance, .field(text), .signal(text)] { _ = try trial.numbers(condition, order: order, limit: 3) }
                }
                let word = try trial.numbers(.word(text, prefix: false))
                let counted = try trial.read { try $0.documentCounts(of: [text], in: .trafford) }
                trial.equal(counted, [word.count], what)
                if text.contains(where: { $0.isLetter || $0.isNumber }) { trial.expect(word.contains(number), "a word finds itself: \(what)") }
                _ = try trial.read { try $0.tally(.field(text), Query(viewer: trial.viewer("lea"))) }
            }
        },
        Case("a NUL, which no engine keeps in a text, is refused or kept, never cut") { trial in
            try trial.settle()
            let text = "before\0after"
            do {
                try trial.write { try $0.setMark("nul", of: "ana", in: .trafford, to: text) }
                trial.equal(try trial.read { try $0.mark("nul", of: "ana", in: .trafford) }, text)
            } catch let problem as Problem {
                trial.equal(problem.kind, .badInput)
            }
            let fields: Fields = ["title": .text(text)]
            try trial.write { writer in
                try writer.insert(.sample(1, fields: fields))
                try writer.index(SearchText(title: text, tags: "", body: "", contributed: ""), of: 1, in: .trafford)
            }
            trial.equal(try trial.read { try $0.innovation(1, in: .trafford) }?.fields, fields)
            trial.equal(try trial.numbers(.word("after", prefix: false)), [1])
            trial.equal(try trial.numbers(.word(text, prefix: false)), [1])
        },
    ]
}
