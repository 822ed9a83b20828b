/// What one pass over the bytes of a text tells: which detectors can find anything at all.
///
/// The shift-and search of Baeza-Yates and Gonnet (CACM 35:10, 1992): one table look-up a byte, no
/// branch, so that the million texts of an import, most of which hold nothing, cost a second. (SIMD16
/// was tried: Swift 6.3 calls its masked operations lane by lane, and it took a hundred times as long.)
struct Census {
    /// How many digits, ASCII's alone.
    private let digits: Int
    /// Whether the text holds bytes beyond ASCII, which may hide digits and signs.
    let isForeign: Bool
    private let mayHoldAddress: Bool
    private let mayHoldBirth: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let (table, firsts, address, birth) = Self.table
        var count: UInt64 = 0
        var (state, seen): (UInt64, UInt64) = (0, 0)
        table.withUnsafeBufferPointer { table in
            for byte in bytes {
                let places = table[Int(byte)]
                count &+= places &>> 63
                state = (state &<< 1 | firsts) & places
                seen |= state
            }
        }
        digits = Int(count)
        isForeign = seen & Self.foreign != 0
        mayHoldAddress = seen & address != 0
        mayHoldBirth = seen & birth != 0
    }

    /// Whether a scanning form is worth making.
    var mayHoldAnything: Bool { digits > 0 || mayHoldAddress || isForeign }

    /// Whether what `identifier` cannot do without is there. For a scanning form: a text's own bytes may hide it.
    func mayHold(_ identifier: Identifier) -> Bool {
        switch identifier {
        case .nhsNumber, .telephone: digits >= 10
        case .nationalInsurance: digits >= 6
        case .postcode: digits >= 1
        case .dateOfBirth: digits >= 3 && mayHoldBirth
        case .email: mayHoldAddress
        }
    }

    /// What a spelled-out e-mail address cannot do without, and the "@" of any other.
    private static let ofAddress = [["@"], ["dD", "oO", "tT"], ["aA", "tT", ")]}>"], ["([{<", " ", "aA"]]
    /// What a word that makes a date one of birth cannot do without: dob, d.o.b., birth, born, b., bday, geni, ganwyd.
    private static let ofBirth = [
        ["dD", "oO", "bB"], ["dD", marks, "oO", marks, "bB"], ["dD", marks, "oO", "bB"], ["dD", "oO", marks, "bB"],
        ["dD", marks, marks, "oO", marks, marks, "bB"],
        ["bB", "iI", "rR"], ["bB", "oO", "rR"], ["bB", "."], ["(", "bB"], ["bB", "dD", "aA"], ["bB", marks, "dD"],
        ["dD", "iI", "aA", "dD"], ["nN", "wW", "yY"],
    ]
    private static let marks = " \t\r\n.-_/'"

    private typealias Table = (places: [UInt64], firsts: UInt64, address: UInt64, birth: UInt64)

    private static let digit: UInt64 = 1 << 63
    private static let foreign: UInt64 = 1 << 62

    /// For each byte the places of the patterns that it fits, one bit a place, pattern after pattern.
    private static let table: Table = {
        var table: Table = (Array(repeating: 0, count: 256), foreign, 0, 0)
        var place: UInt64 = 1
        for (pattern, isOfBirth) in ofAddress.map({ ($0, false) }) + ofBirth.map({ ($0, true) }) {
            table.firsts |= place
            for letters in pattern {
                for byte in letters.utf8 { table.places[Int(byte)] |= place }
                place <<= 1
            }
            if isOfBirth { table.birth |= place >> 1 } else { table.address |= place >> 1 }
        }
        for byte in UInt8.min...UInt8.max {
            if byte.isDigit { table.places[Int(byte)] |= digit }
            if byte >= 0x80 { table.places[Int(byte)] |= foreign }
        }
        return table
    }()
}
