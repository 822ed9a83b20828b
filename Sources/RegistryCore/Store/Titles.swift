/// Which innovations to name, with little to read: what completion asks at each press of Tab.
public struct TitleQuery: Sendable {
    public enum Wanted: Equatable, Sendable {
        /// Any, the newest first.
        case newest
        /// By number, lowest first, range after range.
        case numbers([ClosedRange<Int>])
        /// Those whose title has, for each of these, a word that begins so; the newest first.
        case words([String])
        /// The same of any text that finds them.
        case anywhere([String])
    }

    public var wanted: Wanted
    public var viewer: Viewer
    /// The stages whose innovations are left out, unless they are asked for by number.
    public var unlisted: [StageName]
    /// The most rows.
    public var limit: Int

    public init(_ wanted: Wanted, viewer: Viewer, unlisted: [StageName], limit: Int) {
        self.wanted = wanted
        self.viewer = viewer
        self.unlisted = unlisted
        self.limit = limit
    }
}

/// An innovation's number and title.
public struct Titled: Equatable, Sendable {
    public var number: Int
    public var title: String
    public init(number: Int, title: String) {
        self.number = number
        self.title = title
    }
}

extension StoreReading {
    /// Through `find`, for an engine without a shorter way.
    public func titles(_ query: TitleQuery) throws -> [Titled] {
        func found(_ condition: Condition, _ unlisted: [StageName], limit: Int, newest: Bool) throws -> [Titled] {
            try find(Query(viewer: query.viewer, condition: condition, order: .number, descending: newest, limit: limit, unlisted: unlisted))
                .map { Titled(number: $0.innovation.number, title: $0.innovation.title) }
        }
        switch query.wanted {
        case .newest: return try found(.everything, query.unlisted, limit: query.limit, newest: true)
        case .numbers(let ranges):
            return try ranges.reduce(into: []) { titles, range in
                titles += try found(.number(range), [], limit: query.limit - titles.count, newest: false)
            }
        case .words(let words), .anywhere(let words):
            return try found(.all(words.map { .word($0, prefix: true) }), query.unlisted, limit: query.limit, newest: true)
        }
    }

    public func tagCounts(beginning: String, for viewer: Viewer, unlisted: [StageName]) throws -> [Tally] {
        try tally(.tag, Query(viewer: viewer, unlisted: unlisted)).filter { !$0.value.isEmpty && $0.value.hasPrefix(beginning) }
    }

    public func people(of home: HomeName, beginning: String, limit: Int) throws -> [Person] {
        let key = Person.key(beginning)
        return Array(try people(of: home).filter { person in
            let name = Person.key(person.name)
            return name.hasPrefix(key) || name.contains(" " + key)
        }.prefix(max(limit, 0)))
    }
}
