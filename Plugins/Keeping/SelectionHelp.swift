import RegistryCore
import RegistryShell

/// The page on the language in which `find` and every bulk command are told which innovations are meant.
///
/// Each form is read by a test, so that none is shown that is refused.
enum SelectionHelp {
    struct Form {
        var text: String
        var meaning: String
        init(_ text: String, _ meaning: String) {
            self.text = text
            self.meaning = meaning
        }
    }

    static let words = [
        Form("wet day", "both words, anywhere in what is written; “days” finds “day”"),
        Form("wheel*", "words that begin so"),
        Form("\"wet day\"", "words that stand next to each other"),
        Form("P12 P20-P25", "innovations by reference"),
    ]
    static let fields = [
        Form("team:north", "a field with this in it; team=north compares all of it"),
        Form("area:\"Older adults\"", "a value of several words, in quotes"),
        Form("tag:transport", "a tag"),
        Form("stage:promising", "a stage"),
        Form("by:me", "what you submitted; by:ben, by:\"Amina Khan\""),
        Form("is:held", "saved with a warning, and not cleared yet"),
        Form("has:lessons", "a field that is filled in, a signal that has a value"),
    ]
    static let numbers = [
        Form("rating.mean>=4", "a signal, compared with = < <= > >="),
        Form("savings>1000", "a field that is a number"),
        Form("started<2016-01-01", "a date; 2016 and 2016-05 will do"),
        Form("started:2016", "within that year"),
        Form("updated>=2026-11", "when it was last changed; created likewise"),
    ]
    static let joined = [
        Form("carers stage:submitted", "both hold"),
        Form("-tag:transport", "not this"),
        Form("bus or taxi", "either; a b or c means a and b, or else c"),
        Form("wheelchair (bus or taxi)", "parentheses hold together"),
    ]

    static var all: [Form] { words + fields + numbers + joined }

    static let blocks: [Block] = [
        .heading("How to select"),
        .paragraph("find and every command that works on many take the same words. At a shell put all of it in single quotes: find 'carers -stage:declined'. Case does not count, quotes take a word's other meanings away (\"or\"), and nothing at all means everything. help fields lists the fields."),
        .heading("Words"), facts(words), .heading("Fields, tags, stages"), facts(fields), .heading("Numbers and dates"), facts(numbers),
        .heading("Together"), facts(joined),
    ]

    private static func facts(_ forms: [Form]) -> Block {
        let widest = all.map(\.text.displayWidth).max() ?? 0
        // One width for all, so that the meanings stand in one column down the page.
        return .facts(forms.map { Block.Fact(Wrapping.pad($0.text, to: widest), $0.meaning) })
    }

    static func show(_ session: Session) throws {
        try session.show(blocks, [
            "forms": .array(all.map { ["selection": .string($0.text), "meaning": .string($0.meaning)] })
        ])
    }
}
