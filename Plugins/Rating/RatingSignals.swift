import RegistryCore

/// How many people rated it.
struct RatingCount: Signal {
    let name = "rating.count"
    let label = "Ratings"
    let kinds: Set<KindName> = ["rating"]
    func value(of contributions: [Contribution]) -> Double? { Double(contributions.count) }
}

/// The mean as it ranks: as if five people had given it a 3 before anybody rated it.
///
/// A Bayesian mean, so that one 5 (3.3) does not beat ten 4.8s (4.2). With the prior at the middle of the scale, it
/// is at least 3 exactly when the plain average is.
struct RatingMean: Signal {
    static let priorMean = 3.0
    static let priorWeight = 5.0

    let name = "rating.mean"
    let label = "Rating"
    let kinds: Set<KindName> = ["rating"]

    func value(of contributions: [Contribution]) -> Double? {
        let stars = contributions.compactMap { try? $0.payload(as: Rating.self).stars }
        guard !stars.isEmpty else { return nil }
        let sum = Double(stars.reduce(0, +))
        return (RatingMean.priorMean * RatingMean.priorWeight + sum) / (RatingMean.priorWeight + Double(stars.count))
    }
}

/// The plain average, as people know it.
struct RatingAverage: Signal {
    let name = "rating.average"
    let label = "Average"
    let kinds: Set<KindName> = ["rating"]

    func value(of contributions: [Contribution]) -> Double? {
        let stars = contributions.compactMap { try? $0.payload(as: Rating.self).stars }
        return stars.isEmpty ? nil : Double(stars.reduce(0, +)) / Double(stars.count)
    }
}
