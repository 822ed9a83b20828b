import Foundation

/// The figures, each beside its peer's and its bound.
struct Table {
    private var lines: [String] = []
    private(set) var isOver = false

    mutating func add(_ name: String, _ ours: Double, _ peer: Double, most: Double) {
        let ratio = ours / peer
        if ratio > most { isOver = true }
        let verdict = ratio <= most ? "ok" : "over"
        let left = name.padding(toLength: 40, withPad: " ", startingAt: 0)
        lines.append("\(left) \(Table.cell(ours)) \(Table.cell(peer)) \(Table.cell(ratio)) ≤ \(Table.written(most))  \(verdict)")
    }

    mutating func note(_ text: String) { lines.append("    " + text) }

    func print() {
        Swift.print("what                                         ours     peer    ratio   bound")
        for line in lines { Swift.print(line) }
    }

    private static func cell(_ number: Double) -> String {
        let text = number < 0.001 ? String(format: "%.1e", number) : written(number)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    static func written(_ number: Double) -> String { String(format: number < 10 ? "%.2f" : "%.1f", number) }
}
