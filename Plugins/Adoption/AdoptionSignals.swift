import RegistryCore

/// At how many other sites it is tried or worked; 0 where all that tried it have given it up.
struct AdoptionSites: Signal {
    let name = "adoption.sites"
    let label = "Sites"
    let kinds: Set<KindName> = ["adoption"]
    func value(of contributions: [Contribution]) -> Double? { Site.count(in: contributions) { $0.isInUse } }
}

/// At how many other sites it worked.
struct AdoptionWorked: Signal {
    let name = "adoption.worked"
    let label = "Worked"
    let kinds: Set<KindName> = ["adoption"]
    func value(of contributions: [Contribution]) -> Double? { Site.count(in: contributions) { $0.worked } }
}

/// At how many other sites it worked and somebody else says so too.
struct AdoptionConfirmed: Signal {
    let name = "adoption.confirmed"
    let label = "Confirmed"
    let kinds: Set<KindName> = ["adoption", "adoption-confirmation"]
    func value(of contributions: [Contribution]) -> Double? { Site.count(in: contributions) { $0.isConfirmed } }
}

extension Site {
    /// How many sites of these contributions are so; nil where there is no site at all.
    fileprivate static func count(in contributions: [Contribution], where isSo: (Site) -> Bool) -> Double? {
        let sites = all(in: contributions)
        return sites.isEmpty ? nil : Double(sites.count(where: isSo))
    }
}
