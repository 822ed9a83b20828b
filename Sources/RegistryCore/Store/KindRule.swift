/// A kind's rule as an engine is told it.
public struct KindRule: Equatable, Sendable {
    public let name: KindName
    /// The least role that may make one.
    public let role: Role
    /// Whether nobody may on their own innovation.
    public let othersOnly: Bool
    public let onePerAuthor: Bool

    public init(name: KindName, role: Role, othersOnly: Bool, onePerAuthor: Bool) {
        (self.name, self.role, self.othersOnly, self.onePerAuthor) = (name, role, othersOnly, onePerAuthor)
    }

    init(_ kind: any Kind) {
        self.init(name: kind.name, role: kind.rule.role, othersOnly: kind.rule.othersOnly, onePerAuthor: kind.onePerAuthor)
    }
}

extension StoreWriting {
    /// For an engine that refuses nobody.
    public func keep(_ rules: [KindRule], in home: HomeName) throws {}
}
