import Foundation
import RegistryCore

/// What one person says of one site: the last word counts.
struct Account {
    struct Statement {
        let contribution: Contribution
        let adoption: Adoption
        /// Who confirmed just this.
        let confirmers: [PersonName]
        /// Its place among all that was said of the innovation: the later, the larger.
        let place: Int
    }

    /// What was said before, oldest first.
    var earlier: [Statement]
    var last: Statement

    var author: PersonName { last.contribution.author }
    var adoption: Adoption { last.adoption }
    var isInUse: Bool { last.isInUse }
    var label: String { last.contribution.adoptionReference?.description ?? adoption.site }
    private var newestFirst: [Statement] { [last] + earlier.reversed() }

    /// Who confirmed how it stands now: what was said before with another outcome needs confirming anew.
    var confirmers: [PersonName] {
        var names: [PersonName] = []
        for statement in newestFirst.prefix(while: { $0.adoption.outcome == adoption.outcome }) {
            names += statement.confirmers.filter { name in !names.contains { Person.key($0) == Person.key(name) } }
        }
        return names
    }

    /// Since when it has certainly been in use there: what was written, at its latest reading (`2024` is its last
    /// day), or the day on which somebody first said so, whichever is earlier.
    var inUseSince: CalendarDate? {
        newestFirst.prefix(while: \.isInUse)
            .flatMap { [CalendarDate($0.contribution.created), $0.adoption.since.flatMap(CalendarDate.init(lastOf:))] }
            .compactMap { $0 }.min()
    }
}

extension Account {
    /// Takes a newer word in.
    fileprivate mutating func add(_ statement: Statement) {
        earlier.append(last)
        last = statement
    }
}

extension Account.Statement {
    var isInUse: Bool { [.trying, .worked].contains(adoption.outcome) }
}

/// A site with what everybody says of it: the newest account says how it stands.
struct Site {
    let accounts: [Account]

    /// The sites among contributions that stand oldest first, in the order in which they were first named.
    static func all(in contributions: [Contribution]) -> [Site] {
        var confirmers: [UID: [PersonName]] = [:]
        for contribution in contributions where contribution.kind == "adoption-confirmation" {
            if case .contribution(let uid) = contribution.subject { confirmers[uid, default: []].append(contribution.author) }
        }
        var order: [String] = []
        var accounts: [String: [Account]] = [:]
        for (place, contribution) in contributions.enumerated() where contribution.kind == "adoption" {
            guard let adoption: Adoption = try? contribution.payload() else { continue }
            let statement = Account.Statement(
                contribution: contribution, adoption: adoption, confirmers: confirmers[contribution.uid] ?? [], place: place)
            let key = Site.key(adoption.site)
            if accounts[key] == nil { order.append(key) }
            if let index = accounts[key]?.firstIndex(where: { Person.key($0.author) == Person.key(contribution.author) }) {
                accounts[key]?[index].add(statement)
            } else {
                accounts[key, default: []].append(Account(earlier: [], last: statement))
            }
        }
        return order.compactMap { accounts[$0].map(Site.init) }
    }

    /// How sites' names are compared: letters and digits alone, without case and accents.
    static func key(_ name: String) -> String {
        name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: " ")
    }

    /// The newest account.
    var current: Account? { accounts.max { $0.last.place < $1.last.place } }
    var name: String { current?.adoption.site ?? "" }
    var isInUse: Bool { current?.isInUse ?? false }
    var worked: Bool { current?.adoption.outcome == .worked }

    /// Whether somebody else says so too that it worked: by confirming it, or with an account of their own.
    var isConfirmed: Bool {
        let agreeing = accounts.filter { $0.adoption.outcome == .worked }
        return worked && (agreeing.count > 1 || agreeing.contains { !$0.confirmers.isEmpty })
    }
}

extension CalendarDate {
    /// The last day that a written date can mean: `2024-02` is 2024-02-29.
    init?(lastOf written: String) {
        let parts = written.split(separator: "-").compactMap { Int($0) }
        switch parts.count {
        case 1: self.init(year: parts[0], month: 12, day: 31)
        case 2:
            // The day before the next month begins.
            guard let next = parts[1] == 12 ? CalendarDate(year: parts[0] + 1, month: 1, day: 1) : CalendarDate(year: parts[0], month: parts[1] + 1, day: 1)
            else { return nil }
            self.init(daysSinceEpoch: next.daysSinceEpoch - 1)
        default: self.init(written)
        }
    }

    /// Whole months from this day to another; a month is over on the same day of the next, or on its last day.
    func months(to other: CalendarDate) -> Int {
        let months = (other.year - year) * 12 + other.month - month
        let endsMonth = CalendarDate(daysSinceEpoch: other.daysSinceEpoch + 1).day == 1
        return other.day >= day || endsMonth ? months : months - 1
    }
}

extension Contribution {
    /// `P12.A3`, by the innovation that it was made about.
    var adoptionReference: Reference? {
        guard let ordinal, case .innovation(let number) = origin else { return nil }
        return Reference(number, contribution: .init(letter: "A", number: ordinal))
    }
}
