import RegistryCore

/// Enough people rated it, and well enough: `{count: 3, mean: 3}`.
struct RatingsGate: Gate {
    let name = "ratings"
    let summary = "rated by enough people, and well enough"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["count", "mean"])
        _ = try parameters.whole("count")
        _ = try parameters.number("mean")
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let least = try parameters.whole("count") ?? 3
        let mean = try parameters.number("mean") ?? 3
        let count = (move.signals["rating.count"] ?? 0).count
        let average = move.signals["rating.average"] ?? 0
        let reference = move.innovation.reference
        guard count >= least else {
            return .missing("rated by \(count) of \(least) people that are needed", next: "share \(reference) --with SOMEBODY, who can rate \(reference) 4")
        }
        guard average >= mean else {
            return .missing("its ratings average \(JSONValue.number(average).text), and \(JSONValue.number(mean).text) is needed", next: "show \(reference)")
        }
        return .met("\(count) ratings, on average \(JSONValue.number(average).text)")
    }
}

extension JSONValue {
    /// A number to one decimal place.
    fileprivate var text: String { JSONValue.text(of: ((number ?? 0) * 10).rounded() / 10) }
}
