/// The least share of people, from 0 to 1, who would rate it 4 or 5, with a confidence of 95 %: the lower bound of Wilson's
/// interval (E. B. Wilson, 1927, “Probable inference, the law of succession, and statistical inference”).
///
/// Nil when nobody rated it: absent is not 0.
func floor(of stars: [Int]) -> Double? {
    guard !stars.isEmpty else { return nil }
    let z = 1.96
    let count = Double(stars.count)
    let share = Double(stars.count { $0 >= 4 }) / count
    let middle = share + z * z / (2 * count)
    let margin = z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
    return max(0, ((middle - margin) / (1 + z * z / count) * 1000).rounded() / 1000)
}
