extension Table {
    /// The side for a column whose cells are `cells`: right if all that are filled in are numbers.
    static func alignment(of cells: [String]) -> Alignment {
        var hasNumber = false
        for cell in cells where !isBlank(cell) {
            guard isNumber(cell) else { return .left }
            hasNumber = true
        }
        return hasNumber ? .right : .left
    }

    /// Whether the cell says that there is nothing to say: empty, or a dash.
    private static func isBlank(_ cell: String) -> Bool {
        cell.allSatisfy { $0 == " " || $0 == "-" || $0 == "–" || $0 == "—" }
    }

    /// Whether a reader would call it a number: digits, grouped or with a point, with a sign, a pound
    /// or a per cent sign if need be. A date is none, nor is a reference such as P12.
    private static func isNumber(_ cell: String) -> Bool {
        var rest = cell[...]
        if let sign = rest.first, "+-−".contains(sign) { rest.removeFirst() }
        if rest.first == "£" { rest.removeFirst() }
        if rest.last == "%" { rest.removeLast() }
        guard let first = rest.first, first.isASCII, first.isNumber else { return false }
        return rest.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
    }
}
