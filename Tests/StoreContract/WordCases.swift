import Foundation
import RegistryCore

private let records: [Innovation] = [
    .sample(1, fields: ["title": .text("Travel training for adults"), "problem": .text("When it rained, no bus took a wheelchair.")]),
    .sample(2, fields: ["title": .text("Negotiating risk"), "problem": .text("Older adults at home; relationships matter. Café culture.")]),
    .sample(3, fields: ["title": .text("Informal carers"), "who": .text("Carers wired into networks: training, training and training")]),
    .sample(4, fields: ["title": .text("Co-production with Zoë"), "who": .text("rock'n'roll 2016")], tags: ["bus-passes"]),
]

private func word(_ text: String) -> Condition { .word(text, prefix: false) }
private func beginning(_ text: String) -> Condition { .word(text, prefix: true) }

extension StoreContract {
    static let wordCases: [Case] = [
        Case("words are found by their stems, without diacritics and case; phrases in their order") { trial in
            try trial.settle()
            try trial.add(records)
            for (condition, expected): (Condition, [Int]) in [
                (word("train"), [1, 3]), (word("TRAINED"), [1, 3]), (word("relationship"), [2]), (word("rain"), [1]), (word("networking"), [3]),
                (word("cafe"), [2]), (word("CAFÉ"), [2]), (word("zoe"), [4]), (word("zo\u{65}\u{308}"), [4]), (word("bus"), [1, 4]), (word("2016"), [4]),
                (word("tra"), []), (beginning("tra"), [1, 3]), (beginning("wheelch"), [1]), (beginning("wheelchair"), [1]), (beginning("zzz"), []),
                (.phrase(["travel", "training"]), [1]), (.phrase(["training", "travel"]), []), (.phrase(["older", "adult"]), [2]), (.phrase([]), []),
                (word("co-production"), [4]), (word("rock'n'roll"), [4]), (word("production-co"), []),
                (.all([word("adults"), word("training")]), [1]), (.any([word("risk"), word("wheelchair")]), [1, 2]),
                (.all([word("adults"), .not(word("risk"))]), [1]), (.not(word("adults")), [3, 4]),
                (.all([word("adults"), .any([word("risk"), word("carers")])]), [2]), (.any([.all([word("bus"), .not(word("travel"))]), word("risk")]), [2, 4]),
                (.not(.any([word("bus"), .phrase(["informal", "carers"])])), [2]), (.any([.not(word("adults")), word("bus")]), [1, 3, 4]),
            ] {
                trial.equal(try trial.numbers(condition, order: .number), expected, "\(condition)")
                trial.equal(try trial.read { try $0.count(Query(viewer: trial.viewer("lea"), condition: condition)) }, expected.count, "\(condition)")
            }
        },
        Case("words without a letter or digit are ignored beside others, and found nowhere alone") { trial in
            try trial.settle()
            try trial.add(records)
            for (condition, expected): (Condition, [Int]) in [
                (word("🙂"), []), (word("&"), []), (word(""), []), (beginning("*"), []), (.phrase(["“", "”"]), []), (.not(word("🙂")), [1, 2, 3, 4]),
                (.all([word("adults"), word("&"), word("training")]), [1]), (.any([word("🙂"), word("risk")]), [2]),
                (.all([word("adults"), .not(word("—"))]), [1, 2]), (.all([word("🙂"), .number(1...2)]), []),
                (.any([word("🙂"), .number(1...2)]), [1, 2]), (.phrase(["travel", "🙂", "training"]), [1]),
                (word("risk🙂"), [2]), (.all([word("🙂"), word("risk")]), [2]), (beginning("wheelch🦽"), [1]),
            ] {
                trial.equal(try trial.numbers(condition, order: .number), expected, "\(condition)")
            }
        },
        Case("the index follows the texts: what is indexed anew is found by its new words only") { trial in
            try trial.settle()
            try trial.add(records)
            func index(_ text: SearchText) throws { try trial.write { try $0.index(text, of: 1, in: .trafford) } }
            try index(SearchText(title: "Lifts", tags: "rural", body: "By volunteers", contributed: "A cyclist said so"))
            trial.equal(try trial.numbers(word("wheelchair")), [])
            for found in ["lift", "rural", "volunteer", "cyclist"] { trial.equal(try trial.numbers(word(found)), [1], found) }
            try index(SearchText(title: "great🙂 idea👩‍👩‍👧", tags: "", body: "", contributed: ""))
            for found in ["great", "ideas"] { trial.equal(try trial.numbers(word(found)), [1], "what stands beside a picture") }
            try index(SearchText(title: "", tags: "", body: "", contributed: ""))
            trial.equal(try trial.numbers(word("cyclist")), [])
            trial.equal(try trial.read { try $0.damage() }, [])
            trial.refuses(.noInput) { try trial.write { try $0.index(SearchText(title: "", tags: "", body: "", contributed: ""), of: 9, in: .trafford) } }
        },
        Case("how many innovations have a word is counted by its stem, per home") { trial in
            try trial.settle()
            try trial.add(records)
            let words = ["training", "trained", "Adults", "zoe", "bus", "nowhere", "🙂", "", "rock'n'roll", "\"", "NEAR(a b)"]
            trial.equal(try trial.read { try $0.documentCounts(of: words, in: .trafford) }, [2, 2, 2, 1, 2, 0, 0, 0, 1, 0, 0])
            trial.equal(try trial.read { try $0.documentCounts(of: ["training"], in: .salford) }, [0])
            try trial.settle(.salford)
            try trial.add([.sample(1, home: .salford, fields: ["who": .text("training")])])
            trial.equal(try trial.read { try $0.documentCounts(of: ["train", "bus"], in: .trafford) }, [2, 2])
            trial.equal(try trial.read { try $0.documentCounts(of: ["train", "bus"], in: .salford) }, [1, 0])
            trial.equal(try trial.read { try [$0.documentCount(in: .trafford), $0.documentCount(in: .salford)] }, [records.count, 1])
        },
        Case("what fits better comes first: the title before tags, tags before the rest, that before contributions") { trial in
            try trial.settle()
            let filler = (1...40).map { "filler\($0)" }.joined(separator: " ")
            func text(_ place: Int) -> SearchText {
                let parts = (0..<4).map { $0 == place ? "lantern" : filler }
                return SearchText(title: parts[0], tags: parts[1], body: parts[2], contributed: parts[3])
            }
            try trial.write { writer in
                for (place, number) in [4, 2, 3, 1].enumerated() {
                    try writer.insert(.sample(number))
                    try writer.index(text(place), of: number, in: .trafford)
                }
                for number in 5...9 {
                    try writer.insert(.sample(number))
                    try writer.index(text(9), of: number, in: .trafford)
                }
            }
            trial.equal(try trial.numbers(word("lanterns")), [4, 2, 3, 1])
            trial.equal(try trial.numbers(word("lanterns"), descending: true), [4, 2, 3, 1], "relevance is always best first")
            trial.equal(try trial.numbers(word("lanterns"), limit: 2, offset: 1), [2, 3])
        },
        Case("scores are there when words are, positive, larger for what fits better, with or and beside other terms too") { trial in
            try trial.settle()
            try trial.add(records)
            let lea = try trial.viewer("lea")
            func found(_ condition: Condition) throws -> [(Int, Double?)] {
                try trial.read { try $0.find(Query(viewer: lea, condition: condition)) }.map { ($0.innovation.number, $0.score) }
            }
            trial.equal(try found(.everything).map(\.0), [1, 2, 3, 4], "without words by number")
            for condition: Condition in [.everything, .number(1...3), .not(word("adults"))] {
                trial.expect(try found(condition).allSatisfy { $0.1 == nil }, "\(condition) has no words to score by")
            }
            for condition: Condition in [
                word("training"), .all([word("training"), .number(1...4)]), .any([word("training"), word("risk"), word("bus")]),
                .any([.all([word("adults"), .number(1...4)]), word("zoe")]),
            ] {
                let rows = try found(condition)
                let scores = rows.compactMap(\.1)
                trial.expect(scores.count == rows.count && !rows.isEmpty && scores.allSatisfy { $0 > 0 }, "\(condition): \(rows)")
                trial.equal(scores, scores.sorted(by: >), "\(condition)")
            }
            let mixed = try found(.any([word("wheelchair"), .tag("bus-passes")]))
            trial.equal(mixed.map(\.0), [1, 4], "one with the word before one without")
            trial.equal(mixed.last?.1, 0)
        },
        Case("what scores is BM25 of each word that finds a row: of a branch that does not hold no word counts, one asked twice counts twice") { trial in
            try trial.settle()
            try trial.write { writer in
                for (index, body) in bodies.enumerated() {
                    try writer.insert(.sample(index + 1))
                    try writer.index(SearchText(title: "", tags: "", body: body, contributed: ""), of: index + 1, in: .trafford)
                }
            }
            let lea = try trial.viewer("lea")
            let wheelchair = word("wheelchair"), bus = word("bus"), taxi = word("taxi"), train = word("train"), choir = word("choir")
            for (condition, counted): (Condition, [Int: [String]]) in [
                (.all([wheelchair, bus]), [1: ["wheelchair", "bus"], 2: ["wheelchair", "bus"]]),
                (.any([.all([wheelchair, bus]), taxi]), [1: ["wheelchair", "bus", "taxi"], 2: ["wheelchair", "bus"], 3: ["taxi"], 4: ["taxi"]]),
                (.any([taxi, .all([bus, .not(wheelchair)])]), [1: ["taxi"], 3: ["taxi", "bus"], 4: ["taxi"], 5: ["bus"]]),
                (.any([.all([.any([.all([bus, wheelchair]), train]), choir]), taxi]), [1: ["taxi"], 3: ["taxi"], 4: ["taxi"], 6: ["train", "choir"]]),
                (.any([.all([.any([bus, train]), wheelchair]), .all([train, choir])]), [1: ["bus", "wheelchair"], 2: ["bus", "wheelchair"], 6: ["train", "choir"]]),
                (.any([bus, bus, taxi]), [1: ["bus", "bus", "taxi"], 2: ["bus", "bus"], 3: ["bus", "bus", "taxi"], 4: ["taxi"], 5: ["bus", "bus"]]),
                (.all([choir, .any([.any([train, choir]), .number(5...7)])]), [6: ["choir"], 7: ["choir"]]),
                (.all([taxi, .not(bus)]), [4: ["taxi"]]),
                (.any([.all([wheelchair, bus]), .number(3...3)]), [1: ["wheelchair", "bus"], 2: ["wheelchair", "bus"], 3: ["bus"]]),
            ] {
                let rows = try trial.read { try $0.find(Query(viewer: lea, condition: condition)) }
                trial.equal(Set(rows.map(\.innovation.number)), Set(counted.keys), "\(condition)")
                for row in rows {
                    let expected = counted[row.innovation.number, default: []].map { bm25(of: $0, in: row.innovation.number) }.reduce(0, +)
                    trial.expect(abs((row.score ?? 0) - expected) < 1e-9, "\(condition): \(row.innovation.number) has \(String(describing: row.score)), not \(expected)")
                }
            }
        },
        Case("words are cut where both engines cut them: what Unicode has had since 2012 is a letter to full text") { trial in
            try trial.settle()
            try trial.add([
                .sample(1, fields: ["title": .text("\u{2066}ramp\u{2069} \u{20BA}50 ϐio ǡ")]), .sample(2, fields: ["title": .text("ramp\u{200B}lift \u{20AC}50 βio a")]),
                .sample(3, fields: ["title": .text("Ꭰ ᲐᲑ \u{FFFE}kerb")]), .sample(4, fields: ["title": .text("ꭰ აბ kerb")]),
            ])
            for (text, expected): (String, [Int]) in [
                ("ramp", [2]), ("\u{2066}ramp\u{2069}", [1]), ("lift", [2]), ("50", [2]), ("\u{20BA}50", [1]), ("\u{20AC}50", [2]),
                ("βio", [1, 2]), ("ǡ", [1]), ("a", [2]), ("Ꭰ", [3]), ("ꭰ", [4]), ("ᲐᲑ", [3]), ("აბ", [4]), ("kerb", [3, 4]),
            ] {
                trial.equal(try trial.numbers(word(text), order: .number), expected, text)
            }
        },
    ]
}

private let bodies = [
    "a bus or taxi for every wheelchair", "wheelchair bus", "taxi bus taxi bus", "a taxi", "the bus came late and the bus was full", "choir train", "choir choir",
    "nothing of it", "nor here", "nor in this one", "nor there",
]

/// How well a text fits one word, by the formula that SQLite gives for its `bm25()` (https://www.sqlite.org/fts5.html, section 5.1.1).
private func bm25(of word: String, in number: Int) -> Double {
    let texts = bodies.map { $0.split(separator: " ") }
    let having = Double(texts.count { $0.contains { $0 == word } }), all = Double(texts.count)
    let length = Double(texts[number - 1].count) / (Double(texts.reduce(0) { $0 + $1.count }) / all)
    let weight = SearchText.weights[2] * Double(texts[number - 1].count { $0 == word })
    let rarity = max(log((all - having + 0.5) / (having + 0.5)), 1e-6)
    return rarity * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length))
}
