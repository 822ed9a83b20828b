/// Where a share goes: a person's inbox, a file, a feed, a web catalogue.
///
/// `share P12 --to NAME:TARGET` names it, so its name is in lower case. The share is a contribution, saved and journaled
/// before anything is delivered. What is held goes to no channel but to people.
public protocol Channel: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// Whether somebody of the registry must be named: `--with ben`. Then it delivers once to each; otherwise once, and
    /// those who are named find the share in their inboxes.
    var needsReceiver: Bool { get }
    /// Refuses a target (what `--to CHANNEL:TARGET` said after the colon) that it cannot deliver to, before the share
    /// is saved, by a problem that says what it takes. Nil when nothing was said.
    func accept(target: String?) throws
    /// Delivers a share that is saved already. Returns where it went, as one clause: “in ben's inbox”.
    ///
    /// Called on the thread of the command, while the person waits: one that may hang sets itself a time. A delivery
    /// that fails throws; the share stands, the person is told so, and it can be sent again.
    func deliver(_ share: Delivery) throws -> String
}

extension Channel {
    public static var point: String { "channel" }
    public func accept(target: String?) throws {}
}

/// What a channel delivers.
public struct Delivery: Sendable {
    /// As it stands now.
    public let innovation: Innovation
    /// Who shares it.
    public let sender: Person
    /// For whom, when the channel needs somebody.
    public let receiver: PersonName?
    /// What the sender says to it. Checks have looked at it.
    public let note: String?
    /// What `--to CHANNEL:TARGET` said after the colon: a path, an address.
    public let target: String?
    /// The innovation as its page shows it to the sender.
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
///
/// It is told of the batches of commands, imports and undoings, and of those that it makes itself; not of what `init` and
/// `restore` bring.
public protocol Observer: Extension {
    /// One line for `plugins`.
    var summary: String { get }
    /// What happened, once it is kept. Returns lines to tell the person, usually none. What it throws is told as
    /// a notice and changes nothing.
    ///
    /// Called on the thread that saved, after the transaction, before the command says what it did: the person waits.
    func committed(_ news: News) throws -> [String]
}

extension Observer {
    public static var point: String { "observer" }
}

/// A batch that was just kept.
public struct News: Sendable {
    /// Its number, the command that made it, and when.
    public let batch: Batch
    /// What changed, in order. Of a large import the first 10,000, without the rows that came for the first time:
    /// `batch` counts all.
    public let entries: [Entry]
    /// Who did it.
    public let person: Person
    /// The registry as it is now. What `person` may not see is for an observer to leave untold.
    public let registry: Registry
}

/// A part of an innovation's page: of `show`, of a lead's review, of what is shared.
///
/// Its texts are data as people wrote them. A terminal, Markdown and JSON each make them safe, so a section escapes
/// nothing.
public protocol Section: Extension {
    /// Its heading, which is left out with it when it shows nothing.
    var title: String { get }
    /// Sections come in this order; the record's own answers stand at 0, without a heading. Those that ship stand at
    /// tens.
    var order: Int { get }
    /// Whether it stands on the page of another home's innovation too; not unless it says so. One that does takes all that
    /// it shows from the page, as the registry's numbers are its own home's, names contributions by `registry.reference(of:)`,
    /// and proposes no command.
    var showsOtherHomes: Bool { get }
    /// What it shows, or nothing to leave it out. Called on the thread of the command. What it throws is what the person
    /// gets in place of the page.
    func blocks(for view: PageView) throws -> [Block]
    /// The same for `--format json`, under the section's name; nil to leave it out.
    func json(for view: PageView) throws -> JSONValue?
}

extension Section {
    public static var point: String { "section" }
    public var showsOtherHomes: Bool { false }
}

/// An innovation with all that a section may show of it, as one viewer may see it.
public struct PageView: Sendable {
    /// The record, with its answers.
    public let innovation: Innovation
    /// Those on it that are not withdrawn, oldest first; what is held only where the viewer may see it.
    public let contributions: [Contribution]
    /// Its signals; one that has nothing to count is absent, which is not 0.
    public let signals: [SignalName: Double]
    /// Who looks.
    public let viewer: Viewer
    /// For what else is to be read, always as `viewer`.
    public let registry: Registry
    /// The day, by UTC.
    public let today: CalendarDate

    /// Whether the innovation is another home's, which is only read here.
    public var isOfAnotherHome: Bool { innovation.home != registry.home }

    /// The sections that may stand on this page, in their order.
    public var sections: [any Section] { registry.assembly.sections.filter { !isOfAnotherHome || $0.showsOtherHomes } }

    /// What the sections show, in their order, each under its title; the record's own answers need none.
    ///
    /// - Parameter name: a section that is left out.
    public func sectionBlocks(leavingOut name: String? = nil) throws -> [Block] {
        try sections.flatMap { section -> [Block] in
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
    /// A heading within the section.
    case heading(String)
    /// Text that is wrapped; blank lines part paragraphs.
    case paragraph(String)
    /// A label and what stands behind it, a line each.
    case facts([Fact])
    /// Items, each with a mark before it.
    case list([String])
    /// Rows with as many cells as there are columns.
    case table(columns: [String], rows: [[String]])

    /// A line of facts: “Stage: promising”.
    public struct Fact: Equatable, Sendable {
        /// What stands before the colon.
        public var label: String
        /// What stands behind it.
        public var text: String
        public init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }
}
