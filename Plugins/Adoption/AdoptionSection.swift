import RegistryCore

/// The other sites on a page: where it is in use, then what was learnt where it did not work.
struct AdoptionSection: Section {
    let name = "adoptions"
    let title = "Other sites"
    let order = 40
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let accounts = Site.all(in: view.contributions).flatMap(\.accounts)
        guard !accounts.isEmpty else { return [] }
        let inUse = accounts.filter(\.isInUse)
        let learnt = accounts.filter { !$0.isInUse }
        var blocks: [Block] = []
        if !inUse.isEmpty { blocks.append(.list(inUse.map { line($0, view) })) }
        // What did not work is worth as much as what did, and names the site's experience, not a fault.
        if !learnt.isEmpty { blocks += [.paragraph("Learnt where it did not work or was stopped:"), .list(learnt.map { line($0, view) })] }
        return blocks
    }

    private func line(_ account: Account, _ view: PageView) -> String {
        let adoption = account.adoption
        let confirmed = account.confirmers.isEmpty ? "" : "; confirmed by \(account.confirmers.joined(separator: ", "))"
        let reason = adoption.reason.map { adoption.outcome == .trying || adoption.outcome == .worked ? ": \($0)" : ", because: \($0)" } ?? ""
        return "\(adoption.words)\(reason) (\(label(account, view)), ask \(account.author)\(confirmed))"
    }

    private func label(_ account: Account, _ view: PageView) -> String {
        view.registry.reference(of: account.last.contribution)?.description ?? account.label
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(Site.all(in: view.contributions).flatMap(\.accounts).map { account in
            [
                "ref": .string(label(account, view)), "site": .string(account.adoption.site), "outcome": .string(account.adoption.outcome.rawValue),
                "reason": JSONValue(account.adoption.reason), "since": JSONValue(account.adoption.since), "by": .string(account.author),
                "confirmed_by": .array(account.confirmers.map(JSONValue.string)),
            ]
        })
    }
}
