/// The keys of people's names, remembered: few people put in most of the rows that come in together.
package struct PersonKeys {
    private var known: [PersonName: String] = [:]
    private static let most = 10_000

    package init() {}

    package mutating func key(of name: PersonName) -> String {
        if let key = known[name] { return key }
        let key = Person.key(name)
        if known.count < PersonKeys.most { known[name] = key }
        return key
    }
}
