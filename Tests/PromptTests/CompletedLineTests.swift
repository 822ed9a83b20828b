import Prompt
import RegistryShell
import Testing

@Suite("A line after Tab") struct CompletedLineTests {
    /// Offers the same candidates wherever it is asked, and keeps what it was asked.
    final class Offer: Completer {
        let start: Int
        let candidates: [Candidate]
        private(set) var cursor: Int?

        init(_ start: Int, _ candidates: [Candidate]) {
            self.start = start
            self.candidates = candidates
        }

        func completion(of line: String, at cursor: Int) -> Completion {
            self.cursor = cursor
            return Completion(start: start, candidates: candidates)
        }
    }

    /// The line up to the cursor, which `|` marks, after Tab with a single candidate.
    func single(_ marked: String, _ start: Int, _ value: String, finished: Bool = true) -> String? {
        let (line, byte) = cut(marked)
        let candidate = Candidate(value: value, finished: finished)
        return CompletedLine(line: line, byte: byte, completer: Offer(start, [candidate]))?.result(candidate)
    }

    /// The line up to the cursor after Tab with several.
    func common(_ marked: String, _ start: Int, _ values: [String]) -> String? {
        let (line, byte) = cut(marked)
        let offer = Offer(start, values.map { Candidate(value: $0) })
        return CompletedLine(line: line, byte: byte, completer: offer)?.common
    }

    func cut(_ marked: String) -> (String, Int) {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts.joined(), parts.first?.utf8.count ?? 0)
    }

    @Test("a word is replaced, whatever was typed of it") func replaced() {
        #expect(single("show p|", 5, "P12") == "show P12 ")
        #expect(single("show wet day|", 5, "P12") == "show P12 ")
        #expect(single("|", 0, "show") == "show ")
        #expect(single("find --st|", 5, "--stage=", finished: false) == "find --stage=")
        #expect(single("find tag:tra|", 9, "travel") == "find tag:travel ")
    }

    @Test("offsets are Characters outside and bytes inside") func offsets() {
        #expect(single("é日本🙂 日|", 5, "日本語") == "é日本🙂 日本語 ")
        #expect(single("👩‍👩‍👧 x|y z", 2, "xyz") == "👩‍👩‍👧 xyz ")
        let places = [("é日🙂x", 9, 3), ("e\u{301}x", 3, 1), ("e\u{301}x", 1, 1), ("abc", 0, 0), ("abc", 9, nil)]
        for (line, byte, cursor) in places {
            let offer = Offer(0, [])
            _ = CompletedLine(line: line, byte: byte, completer: offer)
            #expect(offer.cursor == cursor)
        }
    }

    @Test("a start that cannot be is put right") func start() {
        #expect(single("ab|c", 9, "x") == "abx ")
        #expect(single("ab|c", -1, "x") == "x ")
    }

    @Test("a value that is more than one word is quoted") func quoted() {
        #expect(single("tag tra|", 4, "travel training") == "tag \"travel training\" ")
        #expect(single("tag x|", 4, #"5" "pipe""#) == #"tag "5\" \"pipe\"" "#)
        #expect(single("tag x|", 4, #"it's 5""#) == #"tag "it's 5\"" "#)
        #expect(single("tag x|", 4, #"a\b"#) == #"tag "a\\b" "#)
        #expect(single("tag |", 4, "#1") == "tag \"#1\" ")
        #expect(single("open my|", 5, "my folder/", finished: false) == "open \"my folder/")
    }

    @Test("an open quote is completed, whether the word starts at it or behind it") func insideQuotes() {
        #expect(single("tag \"travel t|", 4, "travel training") == "tag \"travel training\" ")
        #expect(single("tag \"travel t|", 5, "travel training") == "tag \"travel training\" ")
        #expect(single("tag 'travel t|", 4, "travel training") == "tag 'travel training' ")
        #expect(single("tag 'o|", 4, "o'neil") == #"tag "o'neil" "#)
        #expect(single("tag “travel t|", 4, "travel training") == "tag “travel training” ")
        #expect(single("find tag:'travel t|", 9, "travel training") == "find tag:'travel training' ")
        #expect(single("find tag:'travel t|", 5, "tag:travel training") == "find \"tag:travel training\" ")
        #expect(single("tag \"x|", 4, "simple") == "tag \"simple\" ")
        #expect(single("find \"tag:travel t|", 10, "travel training") == "find \"tag:travel training\" ")
        #expect(single(#"tag travel\ t|"#, 4, "travel training") == "tag \"travel training\" ")
        #expect(single("find don't b|", 11, "bus") == "find don't bus ")
    }

    @Test("what stands behind the cursor is not doubled") func behind() {
        #expect(single("tag tra| +x", 4, "travel") == "tag travel")
        #expect(single("tag \"tra|\" +x", 4, "travel t") == "tag \"travel t")
        #expect(single("tag tra|+x", 4, "travel") == "tag travel ")
    }

    @Test("several: what they share goes in, what was typed never goes away") func several() {
        #expect(common("tag tra|", 4, ["travel", "transport"]) == "tag tra")
        #expect(common("tag t|", 4, ["travel", "transport"]) == "tag tra")
        #expect(common("tag TR|", 4, ["travel", "Travels"]) == "tag travel")
        #expect(common("tag Tr|", 4, ["travel", "Travels"]) == "tag Travel")
        #expect(common("show bus|", 5, ["P12", "P14"]) == "show bus")
        #expect(common("tag tra|", 4, ["travel training", "travel buddy"]) == "tag \"travel ")
        #expect(common("tag \"tra|", 4, ["travel training", "travel buddy"]) == "tag \"travel ")
        #expect(common("tag é|", 4, ["élan", "élite"]) == "tag él")
        #expect(common("tag 日|", 4, ["日本語", "日本酒"]) == "tag 日本")
    }

    @Test("a value offered twice is one") func duplicates() {
        let twice = [("a", "1"), ("b", nil), ("a", "2")].map { Candidate(value: $0.0, note: $0.1) }
        let offer = Offer(0, twice)
        let completed = CompletedLine(line: "", byte: 0, completer: offer)
        #expect(completed?.candidates.map(\.note) == ["1", nil])
        #expect(completed?.all == "a b")
    }

    @Test("nothing offered is nothing done") func nothing() {
        #expect(single("x|", 0, "xy") != nil)
        #expect(common("x|", 0, []) == nil)
    }
}

@Suite("The list below the line") struct CandidateListTests {
    @Test("notes are aligned and cut to the width") func notes() {
        let candidates = [
            Candidate(value: "P1", note: "Travel training"), Candidate(value: "日本", note: "x"),
            Candidate(value: "P123"),
        ]
        let rows = CandidateList.rows(candidates, width: 16)
        #expect(rows == ["P1    Travel t…", "日本  x", "P123"])
    }

    @Test("without notes: columns that read downwards") func columns() {
        let rows = CandidateList.rows(["a", "bb", "c", "d", "e"].map { Candidate(value: $0) }, width: 11)
        #expect(rows == ["a   c   e", "bb  d"])
        #expect(CandidateList.rows(["a", "b"].map { Candidate(value: $0) }, width: 1) == ["a", "b"])
        #expect(CandidateList.rows([], width: 80).isEmpty)
    }

    @Test("groups stand under headings where there are several, at any width", arguments: [80, 40, 20]) func groups(_ width: Int) {
        let candidates = [
            Candidate(value: "--limit", note: "how many at most", group: "Of find"), Candidate(value: "--format", note: "how results are printed", group: "Of every command"),
            Candidate(value: "--sort", note: "the order", group: "Of find"),
        ]
        let rows = CandidateList.rows(candidates, width: width)
        #expect(rows.allSatisfy { $0.displayWidth < width })
        #expect(rows.map { String($0.prefix(9)) } == ["Of find:", "  --limit", "  --sort ", "Of every ", "  --forma"])
        #expect(CandidateList.rows([candidates[0], candidates[2]], width: 80) == ["--limit  how many at most", "--sort   the order"], "one group needs no heading")
    }

    @Test("plain lists have neither columns nor signs") func plain() {
        let rows = CandidateList.rows([Candidate(value: "P1", note: "Travel training in the rain"), Candidate(value: "P123", note: "Two")], width: 24, plain: true)
        #expect(rows == ["P1: Travel training in", "P123: Two"])
        #expect(CandidateList.rows(["a", "b"].map { Candidate(value: $0) }, width: 80, plain: true) == ["a", "b"])
    }

    @Test("text is data") func data() {
        let candidate = Candidate(value: "a\u{1B}[2J", note: "\u{202E}x\n")
        #expect(CandidateList.rows([candidate], width: 40) == ["a␛[2J  ‹U+202E›x⏎"])
    }
}

@Suite("A prompt's colours") struct PromptMarksTests {
    @Test("are marked once a run, and nothing else gets through") func marked() {
        #expect(PromptMarks.marked("a> ") == "a> ")
        let coloured = PromptMarks.marked("\u{1B}[1m\u{1B}[32ma\u{1B}[0m> ")
        #expect(coloured == "\u{1}\u{1B}[1m\u{1B}[32m\u{2}a\u{1}\u{1B}[0m\u{2}> ")
        #expect(PromptMarks.marked("\u{1B}[2J\u{1}x\u{2}\n\u{1B}[38;5;1m") == "[2Jx\n\u{1}\u{1B}[38;5;1m\u{2}")
        #expect(PromptMarks.marked("\u{1B}[1") == "[1")
    }
}
