import Foundation

/// What each name in a selection asks for, and which values it takes.
extension SelectionParser {
    func condition(of term: SelectionTerm) throws -> Condition {
        guard let meaning = vocabulary.meaning(of: term.name) else { throw unknown(term) }
        guard let value = term.value, !value.text.allSatisfy(\.isWhitespace) else {
            let end = term.value?.range.upperBound ?? term.comparisonRange.upperBound
            throw problem(
                "a value should stand after this", at: term.nameRange.lowerBound..<end,
                allowed: vocabulary.values(of: term.name))
        }
        guard value.closed else { throw unclosed(value.range) }
        switch meaning {
        case .own(let own): return try condition(of: own, term, value)
        case .field(let field): return try condition(of: field, term, value)
        case .signal(let signal):
            guard let number = Double(value.text), number.isFinite, !value.text.contains(where: \.isLetter) else {
                throw problem("\(signal): is not a number", at: value.range, value: value.text, allowed: ["4", "3.5"])
            }
            return .signal(signal, term.comparison == .contains ? .equals : term.comparison, number)
        }
    }

    private func unknown(_ term: SelectionTerm) -> Problem {
        let whole = term.nameRange.lowerBound..<(term.value?.range.upperBound ?? term.comparisonRange.upperBound)
        if let reference = Reference(String(characters[whole])), reference.home != nil {
            return problem("a selection looks for your own home's innovations only", at: whole, next: "show \(reference)")
        }
        if term.name.hasSuffix("!") {
            let plain = term.name.filter { $0 != "!" } + ":" + String(characters[(term.value?.range ?? whole.upperBound..<whole.upperBound)])
            return problem("“!=” is not understood: put “-” before the term instead", at: whole, nearest: "-" + plain)
        }
        let isSignal = term.name.contains(".")
        return problem(
            "there is no \(isSignal ? "signal" : "field") of that name", at: term.nameRange,
            allowed: isSignal ? vocabulary.signals : vocabulary.names, nearest: vocabulary.nearest(to: term.name),
            details: ["to look for the words themselves, put them in quotes: \(Selection.quoted(String(characters[whole])))"])
    }

    /// Refuses `<` and the like after what has no order.
    func unordered(_ term: SelectionTerm) throws {
        guard term.comparison == .contains || term.comparison == .equals else {
            throw problem(
                "“\(term.name.lowercased())” has no order, so only : and = can follow it", at: term.comparisonRange,
                allowed: [":", "="])
        }
    }

    private func one<Value>(
        _ value: SelectionTerm.Value, of name: String, among allowed: [String: Value]
    ) throws -> Value {
        if let known = allowed[value.text.lowercased()] { return known }
        let names = allowed.keys.sorted()
        throw problem(
            "“\(name)” does not take this value", at: value.range, value: value.text, allowed: names,
            nearest: Nearest.match(value.text, among: names))
    }

    private func condition(of own: SelectionVocabulary.Own, _ term: SelectionTerm, _ value: SelectionTerm.Value) throws -> Condition {
        if ![.stage, .created, .updated].contains(own) { try unordered(term) }
        let name = own.rawValue
        switch own {
        case .stage: return try stage(term, value)
        case .created: return try dated(term, value) { .created($0, $1) }
        case .updated: return try dated(term, value) { .updated($0, $1) }
        case .tag:
            do { return .tag(try vocabulary.tags.tag(value.text)) } catch let found as Problem {
                throw problem(found.what, at: value.range, value: value.text, allowed: found.allowed)
            }
        case .by, .submitter:
            if !value.quoted, Person.key(value.text) == "me" { return .submitter(vocabulary.me) }
            guard let person = Person.tidied(value.text) else {
                throw problem("this cannot be a person's name", at: value.range, value: value.text)
            }
            return .submitter(person)
        case .source: return .source(value.text)
        case .visibility:
            return .visibility(try one(value, of: name, among: Dictionary(uniqueKeysWithValues: Visibility.allCases.map { ($0.rawValue, $0) })))
        case .held:
            let held = try one(value, of: name, among: ["yes": true, "no": false, "true": true, "false": false])
            return held ? .held : .not(.held)
        case .is: return try one(value, of: name, among: ["held": .held])
        case .has: return try present(value)
        case .ref:
            if let numbers = try numbers(value.text, at: value.range) { return numbers }
            throw problem(
                "this is not a reference", at: value.range, value: value.text, allowed: ["P12", "P2-P5"],
                nearest: Reference("P" + value.text)?.description)
        }
    }

    private func present(_ value: SelectionTerm.Value) throws -> Condition {
        switch vocabulary.meaning(of: value.text) {
        case .field(let field): return .present(field.name)
        // An absent signal is not 0, and compares with nothing.
        case .signal(let signal): return .signal(signal, .atLeast, -Double.greatestFiniteMagnitude)
        case .own, nil:
            throw problem(
                "“has:” takes the name of a field or a signal", at: value.range, value: value.text,
                allowed: vocabulary.presentable, nearest: Nearest.match(value.text, among: vocabulary.presentable))
        }
    }

    /// The innovations that a reference (`P12`) or two (`P2-P5`, `P2-5`) name; nil when it is none.
    func numbers(_ text: String, at range: Range<Int>) throws -> Condition? {
        let ends = text.split(maxSplits: 1, omittingEmptySubsequences: false) { "-–".contains($0) }
        guard let first = ends.first.flatMap({ Reference($0) }) else { return nil }
        guard let last = ends.count == 1 ? first : Reference(ends[1]) ?? Reference("P" + ends[1]) else { return nil }
        for end in [first, last] {
            if end.home != nil {
                throw problem("a selection looks for your own home's innovations only", at: range, value: text, next: "show \(end)")
            }
            if end.contribution != nil {
                throw problem(
                    "a selection finds innovations, not what was added to them", at: range, value: text,
                    nearest: Reference(end.number).description)
            }
        }
        guard first <= last else {
            throw problem("this range ends before it begins", at: range, value: text, nearest: "\(last)-\(first)")
        }
        return .number(first.number...last.number)
    }

    /// A stage by its name or label. With `<` and the like, every stage of the forward path that stands so.
    private func stage(_ term: SelectionTerm, _ value: SelectionTerm.Value) throws -> Condition {
        let key = FieldDefinitions.matchKey(value.text)
        guard let stage = vocabulary.stages.all.first(where: { [$0.name, $0.label].map(FieldDefinitions.matchKey).contains(key) }) else {
            throw problem(
                "there is no stage of that name", at: value.range, value: value.text, allowed: vocabulary.stages.names,
                nearest: Nearest.match(value.text, among: vocabulary.stages.names))
        }
        if term.comparison == .contains || term.comparison == .equals { return .stage(stage.name) }
        let path = vocabulary.stages.all.filter { $0.path == .forward }.map(\.name)
        guard let rank = path.firstIndex(of: stage.name) else {
            throw problem("this stage stands aside, so none is before or after it", at: value.range, value: value.text, allowed: path)
        }
        let stages = path.enumerated().filter { other, _ in
            switch term.comparison {
            case .less: other < rank
            case .atMost: other <= rank
            case .greater: other > rank
            case .atLeast: other >= rank
            case .equals, .contains: other == rank
            }
        }.map { Condition.stage($0.element) }
        return stages.count == 1 ? stages[0] : .any(stages)
    }
}
