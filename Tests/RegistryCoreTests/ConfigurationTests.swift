import RegistryCore
import StarterRegistry
import Testing

@Suite struct StarterFilesTests {
    @Test func readAsAConfiguration() throws {
        let configuration = try Configuration([
            .init(name: "fields", version: 1, text: StarterFiles.fields), .init(name: "stages", version: 1, text: StarterFiles.stages),
            .init(name: "tags", version: 1, text: StarterFiles.tags), .init(name: "evidence", version: 1, text: StarterFiles.evidence),
        ])
        #expect(configuration.fields.all.filter { $0.asked == .atOnce }.map(\.name) == ["title", "problem", "change", "who"])
        #expect(configuration.stages.all.filter { $0.path == .forward }.map(\.name) == ["submitted", "triaged", "developing", "promising", "replicating", "adopted", "embedded"])
        #expect(configuration.evidence.levels.map(\.level) == [0, 1, 2, 3, 4, 5])
        #expect(configuration.evidence.levels.dropLast().allSatisfy { $0.next != nil })
    }
}

@Suite struct SettingsTests {
    @Test(arguments: [
        ("fields:\n  - name: title\n    label: Title\n    tipe: text", 4, "type"),
        ("fieldz: []", 1, "fields"),
        ("fields:\n  - name: title\n    label: Title\n    type: long txt", 4, "long text"),
    ])
    func aMisspeltKeyOrValueNamesLineAndNearest(_ yaml: String, _ line: Int, _ nearest: String) {
        #expect { try FieldDefinitions(yaml: yaml) } throws: { error in
            let problem = error as? Problem
            return problem?.place?.line == line && problem?.nearest == nearest && problem?.kind == .badInput
        }
    }

    @Test func brokenYAMLNamesTheLine() {
        #expect { try Settings(yaml: "a: 1\nb: [1, 2\nc: 3", file: "x.yaml") } throws: { error in
            let problem = error as? Problem
            return problem?.place?.file == "x.yaml" && (problem?.place?.line ?? 0) >= 2
        }
    }

    @Test func aSynonymStandsOnce() {
        let yaml = "fields:\n" + ["title", "problem", "change", "who"].map { "  - {name: \($0), label: \($0), type: text, synonyms: [same]}\n" }.joined()
        #expect { try FieldDefinitions(yaml: yaml) } throws: { ($0 as? Problem)?.what.contains("same") == true }
    }
}

@Suite struct FieldValidationTests {
    private func field(_ name: String) throws -> FieldDefinition { try FieldDefinitions(yaml: StarterFiles.fields).field(name) }

    @Test(arguments: [
        ("2016-01-31", "2016-01-31"), ("31/01/2016", "2016-01-31"), ("31.1.16", "2016-01-31"), ("31 January 2016", "2016-01-31"), ("January 31st, 2016", "2016-01-31"),
        ("Jan 2016", "2016-01"), ("01/2016", "2016-01"), ("2016", "2016"), ("31/01/2016 14:05", "2016-01-31"), ("2016-01-31T09:00:00Z", "2016-01-31"), ("3rd Sept 99", "1999-09-03"),
    ])
    func datesAsPeopleWriteThem(_ written: String, _ kept: String) throws {
        #expect(try field("started").value(of: written) == .text(kept))
    }

    @Test(arguments: ["31/02/2024", "soon", "13/13/2024", "2024-00-01", "1/2", "12345", "٣١/01/2016"])
    func notADate(_ written: String) throws {
        let started = try field("started")
        #expect(throws: FieldProblem.self) { try started.value(of: written) }
    }

    @Test func americanDatesWhenSaid() throws { #expect(try field("started").value(of: "01/31/2016", dates: .mdy) == .text("2016-01-31")) }

    @Test(arguments: [("£1,200", 1200.0), ("1200.50", 1200.5), ("0", 0), ("1 200", 1200)])
    func sumsOfMoney(_ written: String, _ number: Double) throws { #expect(try field("setup_cost").value(of: written) == .number(number)) }

    @Test(arguments: ["-1", "12,3", "a lot", "0x10", "1e5", "nan", "inf"])
    func notASum(_ written: String) throws {
        let cost = try field("setup_cost")
        #expect(throws: FieldProblem.self) { try cost.value(of: written) }
    }

    @Test func choicesFoldCaseAndOfferTheNearest() throws {
        let area = try field("area")
        #expect(try area.value(of: "older ADULTS") == .text("Older adults"))
        #expect { try area.value(of: "Older adlts") } throws: { ($0 as? FieldProblem)?.nearest == "Older adults" }
    }

    @Test func listsAreSplitAndWithoutRepeats() throws {
        #expect(try field("support").value(of: "Sharing; support, sharing") == .list(["sharing", "support"]))
    }

    @Test func tooLongIsSaid() throws {
        let title = try field("title")
        #expect { try title.value(of: String(repeating: "a", count: 201)) } throws: { ($0 as? FieldProblem)?.what.contains("201") == true }
    }

    @Test func blanksAreNoAnswer() throws { #expect(try field("title").value(of: " \u{A0}\n ") == nil) }
}

@Suite struct TagTests {
    @Test(arguments: [("Travel Training", "travel-training"), ("#Carers", "carers"), ("  co_production ", "co-production"), ("ÉTÉ", "été")])
    func tidied(_ text: String, _ tag: String) { #expect(TagVocabulary.tidied(text) == tag) }

    @Test(arguments: ["", "  ", "---", "\u{1B}[0m", String(repeating: "a", count: 51), "a:b", "<b>"])
    func cannotBeATag(_ text: String) { #expect(TagVocabulary.tidied(text) == nil) }
}
