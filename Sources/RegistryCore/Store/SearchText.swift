/// What full text finds an innovation by, in four parts of falling weight.
public struct SearchText: Equatable, Sendable {
    public var title: String
    public var tags: String
    /// The other answers, a line each.
    public var body: String
    /// What contributions to it say, a line each.
    public var contributed: String

    public init(title: String, tags: String, body: String, contributed: String) {
        self.title = title
        self.tags = tags
        self.body = body
        self.contributed = contributed
    }

    /// What an innovation is found by: its own answers and tags, and what contributions to it say.
    public init(_ innovation: Innovation, contributed: String = "") {
        self.init(innovation.fields, tags: innovation.tags, contributed: contributed)
    }

    public init(_ fields: Fields, tags: [String], contributed: String = "") {
        self.init(
            title: SearchText.title(of: fields), tags: tags.joined(separator: " "), body: SearchText.body(of: fields), contributed: contributed)
    }

    public static func title(of fields: Fields) -> String { fields["title"]?.text ?? "" }

    /// The other answers by their names, a line each: whatever the configuration says of them by now, so that the text
    /// that was indexed can be derived again.
    public static func body(of fields: Fields) -> String {
        fields.filter { $0.key != "title" }.sorted { $0.key < $1.key }.map(\.value.text).joined(separator: "\n")
    }

    /// How much a word counts in each part, in the order above.
    public static let weights = [8.0, 4.0, 2.0, 1.0]
}
