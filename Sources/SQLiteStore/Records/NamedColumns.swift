import Foundation
import RegistryCore

/// The columns of an export that have an answer or a signal, by the name as it stands in JSON.
struct NamedColumns {
    /// In the order of their bytes, which is the one in which answers stand.
    private let names: [[UInt8]]
    private let places: [[Int]]

    init(_ columns: [(name: String, place: Int)]) {
        var byName: [[UInt8]: [Int]] = [:]
        for column in columns {
            var name: [UInt8] = []
            JSONValue.write(column.name, to: &name)
            byName[Array(name.dropFirst().dropLast()), default: []].append(column.place)
        }
        let sorted = byName.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        names = sorted.map(\.key)
        places = sorted.map(\.value)
    }

    /// Where the next name is probably to be found: behind the last.
    struct Search {
        fileprivate var next = 0
    }

    /// None for a name that has no column.
    func columns(of name: UnsafeBufferPointer<UInt8>, _ search: inout Search) -> [Int] {
        for step in names.indices {
            let place = search.next + step < names.count ? search.next + step : search.next + step - names.count
            guard NamedColumns.same(names[place], name) else { continue }
            search.next = place + 1
            return places[place]
        }
        return []
    }

    func columns(of name: UnsafeBufferPointer<UInt8>) -> [Int] {
        var search = Search()
        return columns(of: name, &search)
    }

    private static func same(_ a: [UInt8], _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count, let start = b.baseAddress else { return a.isEmpty && b.isEmpty }
        return a.withUnsafeBytes { bytes in bytes.baseAddress.map { memcmp($0, start, b.count) == 0 } ?? true }
    }
}
