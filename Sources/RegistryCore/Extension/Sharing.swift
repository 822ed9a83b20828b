/// Where a share goes: a person's inbox, a file, a feed, a web catalogue.
public protocol Channel: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// Whether it needs somebody to be named.
    var needsReceiver: Bool { get }
    /// Refuses a target (what `--to CHANNEL:TARGET` said after the colon) that it cannot deliver to, before the share
    /// is saved.
    func accept(target: String?) throws
    /// Delivers a share that is saved already. Returns where it went, as one clause: “in ben's inbox”. A delivery
    /// that fails throws; the share stands, and can be delivered again.
    func deliver(_ share: Delivery) throws -> String
}

extension Channel {
    public static var point: String { "channel" }
    public func accept(target: String?) throws {}
}

/// What a channel delivers.
public struct Delivery: Sendable {
    public let innovation: Innovation
    public let sender: Person
    public let receiver: PersonName?
    public let note: String?
    /// What `--to CHANNEL:TARGET` said after the colon: a path, an address.
    public let target: String?
    /// The innovation as its page shows it.
    public let page: [Block]

    public init(innovation: Innovation, sender: Person, receiver: PersonName?, note: String?, target: String?, page: [Block]) {
        self.innovation = innovation
        self.sender = sender
        self.receiver = receiver
        self.note = note
        self.target = target
        self.page = page
    }
}

/// Is told after a commit; can never undo or delay it.
public protocol Observer: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// What happened, once it is kept. Returns lines to tell the person, usually none. What it throws is told as
    /// a notice and changes nothing.
    func committed(_ news: News) throws -> [String]
}

extension Observer {
    public static var point: String { "observer" }
}

/// A batch that was just kept.
public struct News: Sendable {
    public let batch: Batch
    public let entries: [Entry]
    public let person: Person
    public let registry: Registry
}

/// A part of `show` and of a catalogue page.
public protocol Section: Extension {
    /// Its heading.
    var title: String { get }
    /// Sections come in this order; the record's own answers stand at 0.
    var order: Int { get }
    /// What it shows, or nothing to leave it out.
    func blocks(for view: PageView) throws -> [Block]
    /// The same for `--format json`, under the section's name; nil to leave it out.
    func json(for view: PageView) throws -> JSONValue?
}

extension Section {
    public static var point: String { "section" }
}

/// An innovation with all that a section may show of it, as one viewer may see it.
public struct PageView: Sendable {
    public let innovation: Innovation
    /// Those on it that are not withdrawn, oldest first.
    public let contributions: [Contribution]
    public let signals: [SignalName: Double]
    public let viewer: Viewer
    public let registry: Registry
    public let today: CalendarDate

    /// What the sections show, in their order, each under its title; the record's own answers need none.
    ///
    /// - Parameter name: a section that is left out.
    public func sectionBlocks(leavingOut name: String? = nil) throws -> [Block] {
        try registry.assembly.sections.flatMap { section -> [Block] in
            guard section.name != name else { return [] }
            let content = try section.blocks(for: self)
            return content.isEmpty || section.order == 0 ? content : [.heading(section.title)] + content
        }
    }

    /// The contributions of one kind, oldest first.
    public func contributions(of kind: KindName) -> [Contribution] { contributions.filter { $0.kind == kind } }
}

/// A piece of a page that a terminal, Markdown and a browser can each show in their way.
public enum Block: Equatable, Sendable {
    case heading(String)
    case paragraph(String)
    /// A label and what stands behind it, a line each.
    case facts([Fact])
    case list([String])
    case table(columns: [String], rows: [[String]])

    public struct Fact: Equatable, Sendable {
        public var label: String
        public var text: String
        public init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }
}
