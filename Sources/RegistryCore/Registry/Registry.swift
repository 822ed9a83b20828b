import Foundation
import Synchronization

/// The one door to a home's registry: what is read and written goes through it, on every path.
///
/// It decides permissions, runs checks before anything is stored, keeps signals and the journal in the same
/// transaction as the change, and tells observers afterwards. Commands, imports and plugins have no other way in.
public final class Registry: Sendable {
    let store: any Store
    /// Where it is: a path, or a server without its password.
    public var location: String { store.location }
    public let home: HomeName
    public let assembly: Assembly
    public let configuration: Configuration
    /// What time it is; tests hold it still.
    let clock: @Sendable () -> Date

    /// Opens a home of a store that has been founded.
    ///
    /// A gate that stages name and no plugin of this build has is no reason not to open it: it holds.
    /// - Throws: `noInput` when the store has no such home; `badInput` when its configuration cannot be read.
    public init(
        store: any Store, home: HomeName? = nil, plugins: [any Plugin], clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        let (name, documents) = try store.read { reader in
            let homes = try reader.homes()
            let name = try Registry.choose(home, among: homes, at: store.location)
            return (name, try reader.documents(of: name))
        }
        if documents.isEmpty, let login = store.login { throw Registry.nobody(login, in: name) }
        let configuration = try Configuration(documents)
        self.store = store
        self.home = name
        self.configuration = configuration
        self.clock = clock
        assembly = try Assembly(plugins, settings: configuration.settings, choices: configuration.plugins)
        try Registry.accept(configuration.stages, gates: assembly, strictly: false)
    }

    /// A registry whose configuration is known, for one that is being founded.
    init(store: any Store, home: HomeName, configuration: Configuration, assembly: Assembly, clock: @escaping @Sendable () -> Date) {
        self.store = store
        self.home = home
        self.configuration = configuration
        self.assembly = assembly
        self.clock = clock
    }

    private static func choose(_ wanted: HomeName?, among homes: [HomeName], at location: String) throws -> HomeName {
        guard let first = homes.first else {
            throw Problem(.noInput, "this registry has no home yet", value: location, next: "init")
        }
        guard let wanted else {
            guard homes.count == 1 else {
                throw Problem(.usage, "this registry has several homes; say which with --home", allowed: homes.map(\.rawValue))
            }
            return first
        }
        guard homes.contains(wanted) else {
            throw Problem.unknown("home", wanted.rawValue, among: homes.map(\.rawValue))
        }
        return wanted
    }

    /// Every gate that stages name must take its parameters, and be there.
    ///
    /// - Parameter strictly: false where one may be missing, as its plugin is left out or not on this machine.
    static func accept(_ stages: StageDefinitions, gates assembly: Assembly, strictly: Bool = true) throws {
        for stage in stages.all {
            for use in stage.gates {
                guard let gate = assembly.gate(use.name) else {
                    guard strictly else { continue }
                    let names = assembly.gates.map(\.name)
                    throw use.parameters.problem(
                        "no plugin has the gate that the stage “\(stage.name)” names", value: use.name, allowed: names,
                        nearest: Nearest.match(use.name, among: names))
                }
                try gate.accept(use.parameters)
            }
        }
    }

    /// Lets go of the store. What it keeps beside its file goes into the file, so that the file alone can be copied.
    public func close() throws {
        if store.writesAtOnce, unsealed.exchange(false, ordering: .relaxed) {
            // What was saved is saved; whoever comes next seals it otherwise.
            try? store.write { try $0.seal(nil, in: home) }
        }
        try store.close()
    }

    /// Whether a standby answers reads from now on, as far as it has what was saved through this registry; nothing where
    /// the engine has none.
    public func readsFromStandby(_ wanted: Bool) { store.readsFromStandby(wanted) }

    /// Whether batches were made since the registry was opened.
    let unsealed = Atomic<Bool>(false)

    /// Whether a batch was made, and so may have been kept, since this was last asked.
    public func tookBatchMade() -> Bool { batchWasMade.exchange(false, ordering: .relaxed) }
    let batchWasMade = Atomic<Bool>(false)

    /// The time, cut to what is stored.
    var now: Date { Moment.cut(clock()) }
    public var today: CalendarDate { CalendarDate(clock()) }
}

/// Somebody who is about to act: a person of the home, or one who becomes one by acting.
public struct Actor: Equatable, Sendable {
    public let person: Person
    /// True when the home does not know the person yet: the first contribution makes them staff.
    public let isNew: Bool
    /// The system's account, kept in the journal beside the name.
    public let account: String

    public var viewer: Viewer { Viewer(person) }
}

extension Registry {
    /// Who acts, from the name that was given and the system's account.
    ///
    /// Without a name it is the person whose account it is, or else somebody called as the account. On the
    /// embedded engine a name is attribution, not authentication: whoever can write the file can be anyone.
    /// On a server the login is the person, and another name needs a login that this one may take on.
    public func actor(named name: String?, account: String) throws -> Actor {
        if store.login != nil {
            // Who acted for one command by another name is himself again.
            if name == nil { try store.act(as: nil) }
            if let login = store.login { return try actor(named: name, login: login) }
        }
        let known: Person? = try store.read { reader in
            if let name {
                guard let tidied = Person.tidied(name) else {
                    throw Problem(.usage, "this cannot be a person's name", value: name, allowed: ["1 to \(Person.longestName) letters, digits and blanks"])
                }
                return try reader.person(tidied, in: home)
            }
            return try reader.person(account: account, in: home) ?? reader.person(account, in: home)
        }
        if let known { return Actor(person: known, isNew: false, account: account) }
        let new = Person(home: home, name: Person.tidied(name ?? account) ?? "unknown", role: .staff, created: now)
        return Actor(person: new, isNew: true, account: account)
    }

    private func actor(named name: String?, login: String) throws -> Actor {
        let (own, named) = try store.read { reader in
            (try reader.person(account: login, in: home), try name.flatMap(Person.tidied).flatMap { try reader.person($0, in: home) })
        }
        guard let name else {
            guard let own else { throw Registry.nobody(login, in: home) }
            return Actor(person: own, isNew: false, account: store.account ?? login)
        }
        guard let named, let other = named.login else {
            throw Problem(.notPermitted, named == nil ? "there is nobody of that name in \(home)" : "this person has no login to act by", value: name)
        }
        if other != login { try store.act(as: other) }
        // Who connected stands beside who it is said to be.
        return Actor(person: named, isNew: false, account: store.account ?? login)
    }

    /// Whether people are told by their logins, as on a server: who has none cannot act there.
    public var knowsLogins: Bool { store.login != nil }

    /// What is said to a login that no person has: a server shows it nothing of the home.
    private static func nobody(_ login: String, in home: HomeName) -> Problem {
        Problem(.notPermitted, "this login is nobody of \(home)", value: login, next: "ask an admin of the home for people add NAME --role staff --login \(CommandWord.quoted(login))")
    }
}
