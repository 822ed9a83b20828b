import Testing

@testable import RegistryCore

@Suite("Nearest: the word that was meant")
struct NearestTests {
    let commands = [
        "init", "submit", "edit", "show", "find", "history", "comment", "evidence", "rate", "top", "tag",
        "tags", "review", "promote", "stages", "park", "decline", "similar", "merge", "adopt", "adoptions",
        "share", "import", "export", "stats", "people", "undo", "verify", "backup", "restore",
    ]

    @Test(
        "finds what was meant",
        arguments: [
            ("evidance", "evidence"),  // a wrong letter
            ("submitt", "submit"),  // one too many
            ("shw", "show"),  // one too few
            ("pormote", "promote"),  // two swapped
            ("adpotions", "adoptions"),
            ("Rate", "rate"),  // case
            ("ráté", "rate"),  // accents
            ("hist", "history"),  // the beginning of a word
            ("bakcup", "backup"),
            ("exprot", "export"),
        ])
    func match(word: String, meant: String) {
        #expect(Nearest.match(word, among: commands) == meant)
    }

    @Test(
        "stays silent when nothing is near", arguments: ["", "xyz", "q", "wheelchair", "zzzzzzzzzzzz", "-"])
    func nothing(word: String) {
        #expect(Nearest.match(word, among: commands) == nil)
    }

    @Test(
        "hyphens, underscores and spaces are equal",
        arguments: ["service area", "service_area", "SERVICE-AREA"])
    func separators(word: String) {
        #expect(Nearest.match(word, among: ["started", "service-area"]) == "service-area")
    }

    @Test func theOrderDoesNotDependOnTheCandidatesOrder() {
        for candidates in [commands, commands.reversed(), commands.sorted(), commands + commands] {
            #expect(Nearest.matches("tap", among: candidates, most: 9) == ["tag", "top"])
            #expect(Nearest.matches("t", among: candidates, most: 9) == ["tag", "top", "tags"])
        }
    }

    @Test func theNearestComesFirstAndNoMoreThanAsked() {
        #expect(Nearest.matches("adop", among: commands, most: 9) == ["adopt", "adoptions"])
        #expect(Nearest.matches("adop", among: commands, most: 1) == ["adopt"])
        #expect(Nearest.matches("adop", among: commands, most: 0).isEmpty)
    }

    @Test(
        "the distance is the optimal string alignment",
        arguments: [
            ("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
            ("abcd", "badc", 2),
        ])
    func distance(left: String, right: String, expected: Int) {
        #expect(Nearest.distance(Array(left), Array(right), atMost: 9) == expected)
        #expect(Nearest.distance(Array(right), Array(left), atMost: 9) == expected)
        #expect(Nearest.distance(Array(left), Array(right), atMost: expected - 1) == nil)
    }

    @Test(
        "short words allow fewer slips", arguments: [(1, 0), (2, 1), (4, 1), (5, 2), (8, 2), (9, 3), (30, 3)])
    func threshold(length: Int, slips: Int) {
        #expect(Nearest.threshold(length: length) == slips)
    }
}
