/// Tells how far long work is: on a live terminal in one line that is written over, elsewhere in plain lines every few
/// seconds, so that a log shows that something happens.
public final class ProgressLine {
    private let output: Output
    private let isQuiet: Bool
    /// When what is done now began, and what that is.
    private var start = ContinuousClock.now
    private var doing = ""
    private var last: ContinuousClock.Instant
    private var isShown = false

    /// - Parameter quiet: nothing is told.
    public init(_ output: Output, quiet: Bool) {
        self.output = output
        isQuiet = quiet
        last = start
    }

    /// Tells it when the last telling was long enough ago.
    ///
    /// - Parameters:
    ///   - what: what is done: “reading”.
    ///   - count: how many rows of it are done.
    ///   - fraction: how much of it that is, 0 to 1; nil when nobody knows.
    public func tell(_ what: String, _ count: Int, of unit: String, fraction: Double?) {
        let now = ContinuousClock.now
        if what != doing { (doing, start) = (what, now) }
        guard !isQuiet, now - last >= (output.isLive ? .milliseconds(200) : .seconds(5)) else { return }
        last = now
        let seconds = self.seconds(since: start, now)
        if output.isLive {
            let width = max(10, output.messageWidth() - 1)
            output.redraw(String(ProgressLine.text(what, count, unit, fraction: fraction, seconds: seconds, width: width).prefix(width)))
            isShown = true
        } else {
            output.message(ProgressLine.text(what, count, unit, fraction: fraction, seconds: seconds))
        }
    }

    /// Takes the line away, before something else is written.
    public func end() {
        if isShown { output.redraw("") }
        isShown = false
    }

    private func seconds(since start: ContinuousClock.Instant, _ now: ContinuousClock.Instant) -> Double {
        let parts = (now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }

    /// “reading: 250,000 rows, 41%, 52,000 a second, 7 s left”; where that is too wide, first without the rate, then
    /// without the time, so that no word is cut.
    static func text(_ what: String, _ count: Int, _ unit: String, fraction: Double?, seconds: Double, width: Int = .max) -> String {
        // A plugin may say what is done: nothing in it moves the cursor.
        var parts = ["\(what.visible().prefix(60)): \(grouped(count)) \(unit)"]
        if let fraction { parts.append("\(Int((min(max(fraction, 0), 1) * 100).rounded()))%") }
        let rate = seconds > 0.5 && count > 0 ? ["\(grouped(Int(Double(count) / seconds))) a second"] : []
        var left: [String] = []
        if let fraction, fraction > 0.02, seconds > 1 { left.append("\(Int((seconds / fraction - seconds).rounded(.up))) s left") }
        let lines = [parts + rate + left, parts + left, parts, Array(parts.prefix(1))].map { $0.joined(separator: ", ") }
        return lines.first { $0.count <= width } ?? lines[3]
    }

    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return digits
    }
}
