import Foundation

/// What a person may do in a home: each role may do all that the one before it may.
public enum Role: String, Codable, Sendable, CaseIterable, Comparable {
    case staff, lead, admin

    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .staff: 0
        case .lead: 1
        case .admin: 2
        }
    }
}

/// Somebody whose name can stand on a change.
public struct Person: Equatable, Sendable {
    public var home: HomeName
    /// As written by the first to use it; unique in its home without regard to case.
    public var name: PersonName
    public var role: Role
    public var team: String?
    public var organisation: String?
    /// The account that is this person when no name is given: the system user on the embedded engine, the login
    /// on PostgreSQL. Nil for people that only an import names: they author, and never act.
    public var login: String?
    public var created: Date

    public init(
        home: HomeName, name: PersonName, role: Role, team: String? = nil, organisation: String? = nil,
        login: String? = nil, created: Date
    ) {
        self.home = home
        self.name = name
        self.role = role
        self.team = team
        self.organisation = organisation
        self.login = login
        self.created = created
    }

    /// The longest name, in characters.
    public static let longestName = 100

    /// A name as it is kept: trimmed, inner spaces single; nil when it cannot be one.
    public static func tidied(_ name: String) -> PersonName? {
        let words = name.split(whereSeparator: \.isWhitespace)
        let text = words.joined(separator: " ")
        guard (1...longestName).contains(text.count), !text.hasPrefix("-"),
            text.unicodeScalars.allSatisfy({ !CharacterSet.controlCharacters.contains($0) })
        else { return nil }
        return text
    }

    /// The key by which names are compared: case and accents' composition do not make two people of one, nor does the form
    /// that a sigma has at the end of a word.
    public static func key(_ name: String) -> String {
        let key = name.precomposedStringWithCanonicalMapping.lowercased()
        return key.utf8.contains(0xCF) ? key.replacing("ς", with: "σ") : key
    }
}

/// Who is looking: every read takes one, counts, completion and similarity included.
public struct Viewer: Equatable, Sendable {
    public var home: HomeName
    public var name: PersonName
    public var role: Role
    public var team: String?
    /// True for the registry's own reads (signals, uniqueness), whose results no person sees unfiltered.
    let seesEverything: Bool

    public init(_ person: Person) {
        home = person.home
        name = person.name
        role = person.role
        team = person.team
        seesEverything = false
    }

    private init(registry home: HomeName) {
        self.home = home
        name = ""
        role = .admin
        team = nil
        seesEverything = true
    }

    /// The registry itself, for work whose results no person sees unfiltered.
    static func registry(_ home: HomeName) -> Viewer { Viewer(registry: home) }

    /// Leads of a home see all of it; so does the registry itself.
    public var seesWholeHome: Bool { seesEverything || role >= .lead }

    /// Whether this viewer may see a contribution that is held: its author and the leads may.
    func maySeeHeld(_ contribution: Contribution) -> Bool {
        contribution.home == home && (seesWholeHome || Person.key(contribution.author) == Person.key(name))
    }

    /// Whether this viewer may see an innovation: the rule that each engine applies to rows.
    public func maySee(_ innovation: Innovation, submitterTeam: String?) -> Bool {
        guard innovation.home == home else { return innovation.visibility == .everyone && innovation.held == nil }
        if seesWholeHome || Person.key(innovation.submitter) == Person.key(name) { return true }
        if innovation.held != nil { return false }
        switch innovation.visibility {
        case .me: return false
        case .team: return team != nil && submitterTeam.map(Person.key) == team.map(Person.key)
        case .home, .everyone: return true
        }
    }
}
