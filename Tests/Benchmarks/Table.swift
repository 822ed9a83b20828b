import Foundation

/// The figures, each beside its peer's and its bound: of several rounds the medians, and how far they lie apart.
struct Table {
    private enum Bound {
        case most(Double)
        case least(Double)

        var written: String {
            switch self {
            case .most(let most): "≤ " + Table.written(most)
            case .least(let least): "≥ " + Table.written(least)
            }
        }
    }

    private struct Line {
        let name: String
        let bound: Bound
        var ours: [Double] = []
        var peer: [Double] = []
        /// Seconds of work on all processors.
        var work: [(ours: Double, peer: Double)] = []
        var note = ""

        /// Each round's, as what else the machine does differs from round to round more than within one.
        var ratios: [Double] { zip(ours, peer).map { $0 / $1 } }
        var isOver: Bool {
            switch bound {
            case .most(let most): Table.median(ratios) > most
            case .least(let least): Table.median(ratios) < least
            }
        }
    }

    private var lines: [Line] = []
    var isOver: Bool { lines.contains(where: \.isOver) }

    /// One round's figure.
    mutating func add(_ name: String, _ ours: Double, _ peer: Double, most: Double) { add(name, ours, peer, .most(most)) }

    /// One round's figure of which more is better.
    mutating func add(_ name: String, _ ours: Double, _ peer: Double, least: Double) { add(name, ours, peer, .least(least)) }

    private mutating func add(_ name: String, _ ours: Double, _ peer: Double, _ bound: Bound) {
        let line = place(of: name, bound)
        lines[line].ours.append(ours)
        lines[line].peer.append(peer)
    }

    /// One round's time by the clock, and beside it how much work that was.
    mutating func add(_ name: String, _ ours: Child, _ peer: Child, most: Double) {
        add(name, ours.wall, peer.wall, most: most)
        lines[place(of: name, .most(most))].work.append((ours.work, peer.work))
    }

    /// What else is to be said of the line of that name; the last round's is printed.
    mutating func note(_ name: String, _ text: String) {
        for line in lines.indices where lines[line].name == name { lines[line].note = text }
    }

    private mutating func place(of name: String, _ bound: Bound) -> Int {
        if let place = lines.firstIndex(where: { $0.name == name }) { return place }
        lines.append(Line(name: name, bound: bound))
        return lines.count - 1
    }

    func print() {
        Swift.print("what                                         ours     peer    ratio   bound")
        for line in lines {
            let left = line.name.padding(toLength: 40, withPad: " ", startingAt: 0)
            let ratio = Table.median(line.ratios)
            var text = "\(left) \(Table.cell(Table.median(line.ours))) \(Table.cell(Table.median(line.peer))) \(Table.cell(ratio)) \(line.bound.written)  \(line.isOver ? "over" : "ok")"
            if line.ratios.count > 1 { text += "  (\(Table.spread(line.ratios)))" }
            Swift.print(text)
            if !line.work.isEmpty {
                let (ours, peer) = (Table.median(line.work.map(\.ours)), Table.median(line.work.map(\.peer)))
                Swift.print("    work on all processors \(Table.written(ours)) ÷ \(Table.written(peer)) s = \(Table.written(ours / peer))")
            }
            if !line.note.isEmpty { Swift.print("    " + line.note) }
        }
    }

    static func median(_ numbers: [Double]) -> Double {
        let sorted = numbers.sorted(), middle = sorted.count / 2
        guard !sorted.isEmpty else { return 0 }
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// `0.45 to 0.61`.
    static func spread(_ numbers: [Double]) -> String { "\(written(numbers.min() ?? 0)) to \(written(numbers.max() ?? 0))" }

    private static func cell(_ number: Double) -> String {
        let text = number < 0.001 ? String(format: "%.1e", number) : written(number)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    static func written(_ number: Double) -> String { String(format: number < 10 ? "%.2f" : "%.1f", number) }
}
