import RegistryCore
import Testing

/// What somebody sees who types a selection wrongly, or half.
@Suite struct SelectionTypingTests {
    func problem(_ text: String) throws -> Problem {
        try #require(throws: Problem.self) { try SelectionExample.read(text) }
    }

    /// The text with the underlined part in ⟦⟧, a part of the message, and what is near.
    @Test(arguments: [
        ("bus ⟦aera⟧:carers", "no field of that name", "area"),
        ("⟦note⟧:this", "no field of that name", nil),
        ("⟦rating.maen⟧>4", "no signal of that name", "rating.mean"),
        ("⟦stage!=promising⟧", "put “-” before", "-stage:promising"),
        ("stage:⟦promissing⟧ bus", "no stage of that name", "promising"),
        ("stage>⟦merged⟧", "stands aside", nil),
        ("area:⟦\"care leaver\"⟧", "not one of the values", "Care leavers"),
        ("area:⟦care leavers⟧ bus", "stands in quotes", "area:\"Care leavers\""),
        ("support:⟦shering⟧", "not one of the values", "sharing"),
        ("started<⟦2016-13⟧", "is not a date", nil),
        ("created>⟦soon⟧", "is not a date", nil),
        ("savings>⟦lots⟧", "is not a number", nil),
        ("rating.mean>⟦nan⟧", "is not a number", nil),
        ("team⟦>=⟧north", "has no order", nil),
        ("tag⟦<⟧bus", "has no order", nil),
        ("tag:⟦tra*⟧", "cannot be a tag", nil),
        ("visibility:⟦teem⟧", "does not take this value", "team"),
        ("is:⟦hold⟧", "does not take this value", "held"),
        ("has:⟦lesons⟧", "takes the name of a field", "lessons"),
        ("has:⟦created⟧", "takes the name of a field", nil),
        ("ref:⟦12⟧", "not a reference", "P12"),
        ("⟦P12.E3⟧", "not what was added", "P12"),
        ("⟦trafford:P12⟧", "your own home's", nil),
        ("⟦P5-P2⟧", "ends before it begins", "P2-P5"),
        ("⟦wh*l⟧", "end of a word", nil),
        ("bus ⟦tag:⟧", "a value should stand", nil),
        ("⟦tag:⟧ stage:promising", "a value should stand", nil),
        ("⟦team:⟧ or bus", "a value should stand", nil),
        ("⟦team:\" \"⟧", "a value should stand", nil),
        ("⟦team:⟧(a)", "a value should stand", nil),
        ("rating.mean 3 ⟦>=⟧ 4", "name of a field should stand", nil),
        ("bus ⟦\"wet day⟧", "quote is not closed", nil),
        ("team:⟦\"north⟧", "quote is not closed", nil),
        ("⟦\"&\"⟧", "no word between", nil),
        ("bus ⟦or⟧", "between two things", nil),
        ("⟦or⟧ bus", "between two things", nil),
        ("(a ⟦OR⟧) b", "between two things", nil),
        ("a ⟦or⟧ and b", "between two things", nil),
        ("bus ⟦and⟧", "between two things", nil),
        ("bus ⟦-⟧", "directly after", nil),
        ("bus ⟦-⟧ wet", "directly after", nil),
        ("⟦-⟧-wet", "directly after", nil),
        ("a ⟦(⟧b (c)", "parenthesis is not closed", nil),
        ("a ⟦(⟧", "parenthesis is not closed", nil),
        ("a⟦)⟧ b", "no parenthesis is open", nil),
        ("a ⟦( )⟧", "nothing between", nil),
        ("⟦ & ⟧", "no word in this", nil),
    ] as [(String, String, String?)])
    func problems(marked: String, what: String, nearest: String?) throws {
        let marks = Array(marked)
        let text = String(marks.filter { !"⟦⟧".contains($0) })
        let problem = try problem(text)
        #expect(problem.kind == .usage)
        #expect(problem.what.contains(what), "\(problem.what)")
        #expect(problem.nearest == nearest)
        #expect(problem.next?.isEmpty == false)
        #expect(problem.place?.text == text)
        let start = try #require(marks.firstIndex(of: "⟦")), end = try #require(marks.firstIndex(of: "⟧"))
        #expect(problem.place?.range == start..<end - 1)
    }

    @Test(arguments: [
        (String(repeating: "(", count: 10_000), "deep"), (String(repeating: "-(", count: 5_000), "deep"),
        (String(repeating: "-", count: 10_000), "directly after"), (String(repeating: "a ", count: 5_000), "terms"),
        (String(repeating: "a", count: 10_001), "characters"), (String(repeating: ")", count: 10_000), "no parenthesis"),
        (String(repeating: "\"", count: 9_999), "no word"), (String(repeating: "tag:", count: 2_500), "cannot be a tag"),
    ])
    func tooMuch(text: String, what: String) throws {
        #expect(try problem(text).what.contains(what))
    }

    @Test(arguments: [
        "north", "Care leavers", "or", "me", "P12", "-x", "a:b", "(x)", "6\" pipe", "back\\slash\\", "“quoted”", "a\\\"b", "wheel*",
        "don't", "x, y;", "née", "c-d_e", "two\nlines", "2016-01", ",x", "日本", "-_",
    ])
    func quotedParsesBack(value: String) throws {
        #expect(try SelectionExample.read("source:\(Selection.quoted(value)) bus").condition == .all([.source(value), .word("bus", prefix: false)]))
        #expect(try SelectionExample.read("bus source: \(Selection.quoted(value))").condition == .all([.word("bus", prefix: false), .source(value)]))
    }

    @Test func quotedStaysOneValue() throws {
        for value in ["\u{301} tag:bus", "x tag:bus \u{0600}"] {
            guard case .source = try SelectionExample.read("source:\(Selection.quoted(value))").condition else {
                Issue.record("more than one term")
                continue
            }
        }
    }

    @Test(arguments: [
        ("", 0, Selection.Expectation.word), ("bu", 0, .word), ("bus ", 4, .word), ("bus ta", 4, .word), ("-ta", 1, .word),
        ("(ta", 1, .word), ("\"wet d", 0, .word), ("bus or", 4, .word), ("9:3", 0, .word),
        ("tag:", 4, .value(of: "tag")), ("-tag:tra", 5, .value(of: "tag")), ("stage: ", 7, .value(of: "stage")),
        ("stage: pro", 7, .value(of: "stage")), ("stage>=pro", 7, .value(of: "stage")),
        ("area:\"Care l", 5, .value(of: "area")), ("area:\"Care leavers\" ", 20, .word), ("tag:bus ", 8, .word),
        ("tag:(", 5, .word), ("tag: or", 5, .word),
    ])
    func completion(text: String, start: Int, expects: Selection.Expectation) {
        let whole = Selection.completing(text, cursor: text.count)
        #expect(whole.start == start)
        #expect(whole.expects == expects)
        let before = Selection.completing(text + " tag:bus", cursor: text.count)
        #expect(before.start == start)
        #expect(before.expects == expects)
    }

    @Test func offers() throws {
        let vocabulary = try #require(SelectionExample.vocabulary)
        #expect(vocabulary.names.contains("rating.mean"))
        #expect(vocabulary.values(of: "area") == ["Carers", "Care leavers", "Learning disability"])
        #expect(vocabulary.values(of: "stage").contains("promising"))
        #expect(vocabulary.values(of: "nothing") == [])
        #expect(Selection.completing("tag:x", cursor: -3).start == 0)
        #expect(Selection.completing("tag:x", cursor: 99).start == 4)
    }

    /// Whatever is typed gives a selection or a problem that points within it.
    @Test func anythingTyped() throws {
        let pieces = [
            "bus", " ", " ", "(", ")", "-", "or", "and", "\"", "“", "\\", ":", "<", "=", ">", "tag:", "stage", "P12", "-P", "*", "area:",
            "2016", ".", "'", "!", "é", "\u{301}", "🚌", "\u{1B}", "\r\n", "rating.mean", "has:", "care leavers",
        ]
        var state: UInt64 = 42
        for _ in 0..<1_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            do { _ = try SelectionExample.read(text) } catch let problem as Problem {
                let range = try #require(problem.place?.range)
                #expect(range.lowerBound >= 0 && !range.isEmpty && range.upperBound <= text.count, "\(text)")
            }
            for cursor in stride(from: 0, through: text.count, by: 3) { #expect((0...cursor).contains(Selection.completing(text, cursor: cursor).start)) }
        }
    }
}
