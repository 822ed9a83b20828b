import Foundation
import RegistryCore
import Testing

@Suite struct TidyingTests {
    /// Most texts are seen to be tidy eight bytes at a time; that must never make a difference.
    @Test func aTextIsTidiedByWhatStandsInIt() {
        var state: UInt64 = 5
        func next(_ end: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(end))
        }
        let odd = [" ", " ", "  ", "\n", "\t", "\u{7F}", "\u{1}", "é", "e\u{301}", "\u{A0}", "\r\n", "~", "!"]
        for _ in 0..<20_000 {
            let text = (0..<next(24)).map { _ in next(6) > 0 ? "x" : odd[next(odd.count)] }.joined()
            let composed = text.precomposedStringWithCanonicalMapping
            #expect(FieldDefinition.tidied(text) == composed.split(whereSeparator: \.isWhitespace).joined(separator: " "))
            let lines = composed.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
                String(line.reversed().drop(while: \.isWhitespace).reversed())
            }
            #expect(FieldDefinition.tidiedLines(text) == lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
