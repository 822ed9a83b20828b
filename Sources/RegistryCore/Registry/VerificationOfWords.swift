/// Texts that were met, whose words full text should know: compared some hundred at a time.
final class WordsToVerify {
    private var texts: [(innovation: Int, text: SearchText)] = []
    private static let most = 200

    /// - Parameter counting: the contributions that count.
    func take(_ innovation: Innovation, _ counting: [Contribution], _ verifier: Verifier) throws {
        texts.append((innovation.number, verifier.registry.searchText(of: innovation, counting)))
        if texts.count >= WordsToVerify.most { try finish(verifier) }
    }

    func finish(_ verifier: Verifier) throws {
        guard !texts.isEmpty else { return }
        try verifier.attempt("full text") {
            for number in try verifier.reader.foundOtherwise(texts, in: verifier.home) {
                verifier.trouble("P\(number): find knows other words of it than it says; the next change to it, as a tag, mends that")
            }
        }
        texts.removeAll(keepingCapacity: true)
    }
}
