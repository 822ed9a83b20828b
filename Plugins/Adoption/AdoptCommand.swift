import ArgumentParser
import RegistryCore
import RegistryShell

struct AdoptCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Say that another site tries an innovation, and later how it went; or confirm what somebody said.",
        discussion: """
            The site is your own team where none is named. Say it again of the same site when something changes: your last \
            word counts. What did not work is kept for the next site to learn from, without blame. `adopt P1.A1 --confirm` \
            confirms what somebody else said, once you have seen it too.
            """)
    static let about = CommandAbout(.judge, examples: [
        Example("adopt P1 --site \"North team\" --since 2024-03", "the North team has been trying it since March 2024"),
        Example("adopt P1 --site \"North team\" --worked", "it worked there"),
        Example("adopt P1 --site \"South team\" --did-not-work --reason \"no bus takes a wheelchair on Fridays\"", "says what the next site can learn"),
        Example("adopt P1.A1 --confirm", "you have seen it too"),
        Example("adopt P1 --site \"North team\" --retract", "takes back what you said of that site"),
    ])

    @Argument(help: ArgumentHelp("Which innovation; with --confirm, which adoption: P1.A1.", valueName: "reference")) var reference: String
    @Option(help: ArgumentHelp("The team or place that tries it; your own team when left out.", valueName: "site")) var site: String?
    @Flag(help: "It worked there.") var worked = false
    @Flag(help: "It was tried there and did not work; takes a reason.") var didNotWork = false
    @Flag(help: "It was used there and is not any more; takes a reason.") var stopped = false
    @Option(help: ArgumentHelp("Why, in your words.", valueName: "text")) var reason: String?
    @Option(help: ArgumentHelp("Since when: 2024-03-31, March 2024, 2024.", valueName: "date")) var since: String?
    @Flag(help: "Confirm what somebody else said of a site.") var confirm = false
    @Option(help: ArgumentHelp("With --confirm: what you saw, in your words.", valueName: "text")) var note: String?
    @Flag(help: "Take back what you said of the site.") var retract = false
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        try refuseClashes()
        if confirm { return try ConfirmRequest(word: reference, note: note, keep: keep).run(session) }
        if let note { throw Problem(.usage, "--note goes with --confirm", value: note, next: "say why with --reason \"…\"") }
        let innovation = try session.innovation(reference)
        let site = try namedSite(innovation, session)
        let own = try ownAccount(of: site, on: innovation, session)
        if retract { return try takeBack(own, of: site, innovation, session) }
        let outcome: Adoption.Outcome = worked ? .worked : didNotWork ? .didNotWork : stopped ? .stopped : .trying
        if [.didNotWork, .stopped].contains(outcome), (reason ?? "").allSatisfy(\.isWhitespace) {
            throw Problem(
                .usage, "a reason is missing: it is what the next site learns from",
                next: "adopt \(innovation.reference) --site \(Words.quote(site)) --\(outcome.rawValue) --reason \"…\"")
        }
        // Who said when it began need not say it again.
        let begun = since ?? own?.adoption.since
        let adoption = Adoption(site: site, outcome: outcome, reason: reason, since: begun)
        if let own, own.adoption.isSaid(by: adoption) { return try report(own, innovation, nil, session) }
        let outcomeOf = try session.perform([.contribute(try NewContribution(kind: "adoption", about: innovation.subject, adoption))], command: "adopt", keeping: keep)
        guard let saved = outcomeOf.contributions.first else { return }
        let statement = Account.Statement(contribution: saved, adoption: try saved.payload(), confirmers: [], place: 0)
        try report(Account(earlier: [], last: statement), innovation, outcomeOf.batch, session)
    }

    private func refuseClashes() throws {
        let given = [("--worked", worked), ("--did-not-work", didNotWork), ("--stopped", stopped), ("--confirm", confirm), ("--retract", retract)].filter(\.1).map(\.0)
        guard given.count > 1 else { return }
        throw Problem(.usage, "one of these at a time: \(given.joined(separator: ", "))", next: "help adopt")
    }

    private func namedSite(_ innovation: Innovation, _ session: Session) throws -> String {
        if let site { return FieldDefinition.tidied(site) }
        if let team = try session.actor().person.team { return team }
        if session.canAsk {
            switch session.console.ask("Which site: ", prefill: "", completer: nil, remember: false) {
            case .line(let answer) where answer.contains(where: { !$0.isWhitespace }): return FieldDefinition.tidied(answer)
            case .line: break
            case .interrupted, .endOfInput: throw Problem(.interrupted, "stopped; nothing was saved")
            }
        }
        throw Problem(.usage, "the site is missing: which team or place tries it", next: "adopt \(innovation.reference) --site \"North team\"")
    }

    private func ownAccount(of site: String, on innovation: Innovation, _ session: Session) throws -> Account? {
        let viewer = try session.viewer()
        return Site.all(in: try session.registry().page(innovation.number, for: viewer).contributions)
            .first { Site.key($0.name) == Site.key(site) }?.accounts.first { Person.key($0.author) == Person.key(viewer.name) }
    }

    private func takeBack(_ own: Account?, of site: String, _ innovation: Innovation, _ session: Session) throws {
        guard let own else {
            throw Problem(.refused, "you have said nothing of this site", value: site, next: "adoptions \(innovation.reference)")
        }
        let said = own.earlier + [own.last]
        let outcome = try session.perform(said.map { .retract($0.contribution.uid) }, command: "adopt")
        try session.report(
            ["What you said of \(own.adoption.site) on \(innovation.reference) is taken back."],
            ["ref": .string(innovation.reference.description), "site": .string(own.adoption.site), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }

    private func report(_ account: Account, _ innovation: Innovation, _ batch: Batch?, _ session: Session) throws {
        var lines = ["\(account.label)\(batch == nil ? " says so already" : ""): \(account.adoption.words)."]
        let signals = try session.adoptionSignals(of: innovation.number)
        func count(_ name: SignalName) -> Int? { signals.map { ($0[name] ?? 0).count } }
        if let sites = count("adoption.sites"), let worked = count("adoption.worked"), let confirmed = count("adoption.confirmed") {
            lines.append("\(innovation.reference) is in use at \(sites) other site\(sites == 1 ? "" : "s"); it worked at \(worked), confirmed at \(confirmed).")
        } else {
            lines.append("\(innovation.reference) is held now: its submitter and the leads see it, until a lead has cleared it.")
        }
        if let next = account.next(on: innovation.reference) { lines.append(next) }
        try session.report(lines, [
            "ref": .string(account.label), "innovation": .string(innovation.reference.description), "site": .string(account.adoption.site),
            "outcome": .string(account.adoption.outcome.rawValue), "since": JSONValue(account.adoption.since), "sites": JSONValue(count("adoption.sites").map(Double.init)),
            "worked": JSONValue(count("adoption.worked").map(Double.init)), "confirmed": JSONValue(count("adoption.confirmed").map(Double.init)), "batch": JSONValue(batch.map { Double($0.number) }),
        ])
    }
}

extension Session {
    /// What the sites of an innovation add up to; nil when this person may not see it any more, as what was kept with
    /// a warning is held.
    func adoptionSignals(of number: Int) throws -> [SignalName: Double]? {
        do {
            return try registry().page(number, for: viewer()).signals
        } catch let problem as Problem where problem.kind == .noInput {
            return nil
        }
    }
}

extension Adoption {
    /// Whether this already says all that a newer statement would.
    func isSaid(by other: Adoption) -> Bool {
        let reason = other.reason.map(FieldDefinition.tidiedLines).flatMap { $0.isEmpty ? nil : $0 }
        let since = other.since.flatMap { WrittenDate($0, order: .dmy)?.text }
        return outcome == other.outcome && self.reason == reason && self.since == since && FieldDefinition.tidied(other.site) == site
    }
}

extension Account {
    /// What may be said next of this site, with the command.
    func next(on reference: Reference) -> String? {
        let command = "adopt \(reference) --site \(Words.quote(adoption.site))"
        return switch adoption.outcome {
        case .trying: "When you know how it went: \(command) --worked, or --did-not-work --reason \"…\""
        case .worked where confirmers.isEmpty: "Somebody else who has seen it can confirm it: adopt \(label) --confirm"
        case .worked: nil
        case .didNotWork, .stopped: "Thank you: the next site can learn from it. It stands in show \(reference)."
        }
    }
}
