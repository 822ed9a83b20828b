import RegistryCore

/// It succeeded at enough other sites: `{least: 2, confirmed: true}`.
struct AdoptionSitesGate: Gate {
    let name = "adoption.sites"
    let summary = "succeeded at enough other sites, confirmed by somebody else"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["least", "confirmed"])
        guard let least = try parameters.whole("least") else { throw parameters.problem("“least” is missing") }
        guard least > 0 else { throw parameters.problem("“least” is 1 or more", value: String(least)) }
        _ = try parameters.bool("confirmed", default: false)
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let least = try parameters.whole("least") ?? 1
        let mustConfirm = try parameters.bool("confirmed", default: false)
        let reference = move.innovation.reference
        let worked = Site.all(in: move.contributions).filter(\.worked)
        let counted = mustConfirm ? worked.filter(\.isConfirmed) : worked
        let asked = "\(least) other site\(least == 1 ? "" : "s")"
        if counted.count >= least {
            return .met("it worked at \(counted.count) other site\(counted.count == 1 ? "" : "s")\(mustConfirm ? ", confirmed by somebody else" : "")")
        }
        guard worked.count >= least, let open = worked.first(where: { !$0.isConfirmed })?.current else {
            return .missing("it worked at \(worked.count) of \(asked)", next: "share \(reference) --with SOMEBODY, who can adopt \(reference) --site SITE")
        }
        return .missing(
            "it worked at \(worked.count) of \(asked), confirmed by somebody else at \(counted.count): \(open.author) says it of \(open.adoption.site)",
            next: "adopt \(open.label) --confirm, as somebody else who has seen it")
    }
}

/// It is still in use somewhere else after a time: `{months: 12}`. It depends on today's date, so it is no signal.
///
/// A site counts whose newest account says that it worked. Months are counted from when it has certainly been in use
/// there (`Account.inUseSince`).
struct InUseGate: Gate {
    let name = "adoption.in_use"
    let summary = "still in use elsewhere after some months"

    func accept(_ parameters: Settings) throws {
        try parameters.only(["months"])
        guard let months = try parameters.whole("months") else { throw parameters.problem("“months” is missing") }
        guard months > 0 else { throw parameters.problem("“months” is 1 or more", value: String(months)) }
    }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        let months = try parameters.whole("months") ?? 12
        let reference = move.innovation.reference
        let used = Site.all(in: move.contributions).filter(\.worked).compactMap(\.current).compactMap { account in
            account.inUseSince.map { (account: account, since: $0) }
        }
        guard let longest = used.min(by: { $0.since < $1.since }) else {
            return .missing("no other site has it in use", next: "adopt \(reference) --site SITE --worked --since 2024-03, as somebody who has it")
        }
        let site = longest.account.adoption.site
        let passed = longest.since.months(to: move.today)
        guard passed >= months else {
            return .missing(
                "\(site) has had it for \(passed) of \(months) months",
                next: "wait, or say since when: adopt \(reference) --site \"\(site)\" --worked --since DATE, as \(longest.account.author)")
        }
        return .met("\(site) has had it for \(passed) months")
    }
}
