/// What a person would do, as the table of roles has it.
enum Deed {
    case submit, contribute
    case editOwn, editAny, tagAny, withdraw
    case review, showToEveryone, clearHeld, undoOthers, bulkImport
    case managePeople, configure, archive

    /// The least role that may do it to anybody's innovation.
    var role: Role {
        switch self {
        case .submit, .contribute, .editOwn: .staff
        case .editAny, .tagAny, .withdraw, .review, .showToEveryone, .clearHeld, .undoOthers, .bulkImport: .lead
        case .managePeople, .configure, .archive: .admin
        }
    }

    /// As a message says it.
    var words: String {
        switch self {
        case .submit: "submit"
        case .contribute: "add to an innovation"
        case .editOwn, .editAny: "edit this innovation"
        case .tagAny: "tag somebody else's innovation"
        case .withdraw: "withdraw this innovation"
        case .review: "move an innovation to another stage"
        case .showToEveryone: "show an innovation to other homes"
        case .clearHeld: "clear what is held"
        case .undoOthers: "undo somebody else's batch"
        case .bulkImport: "import"
        case .managePeople: "manage people"
        case .archive: "take everything out, or restore it"
        case .configure: "change the configuration"
        }
    }
}

extension Person {
    /// Throws `notPermitted` unless the person's role may do this.
    func require(_ deed: Deed, next: String? = nil) throws {
        guard role >= deed.role else {
            throw Problem(
                .notPermitted, "\(name) is \(role.rawValue) here, and only \(deed.role == .admin ? "an admin" : "a lead") may \(deed.words)",
                next: next ?? "ask \(deed.role == .admin ? "an admin" : "a lead"), or act as one with --as")
        }
    }

    /// Whether an innovation is this person's own.
    public func submitted(_ innovation: Innovation) -> Bool { Person.key(innovation.submitter) == Person.key(name) }
}

extension Registry {
    /// Whether a person may tag this innovation, or only propose tags for it.
    public func mayTag(_ innovation: Innovation, _ person: Person) -> Bool {
        innovation.home == home && (person.submitted(innovation) || person.role >= Deed.tagAny.role)
    }

    /// Whether a person may edit an innovation's answers: its submitter until it is triaged, and leads.
    public func mayEdit(_ innovation: Innovation, _ person: Person) -> Bool {
        innovation.home == home && (person.role >= Deed.editAny.role || (person.submitted(innovation) && !isTriaged(innovation)))
    }

    /// Whether a review has taken it on: from the second stage of the forward path on, or aside but not returned.
    func isTriaged(_ innovation: Innovation) -> Bool {
        if innovation.stage == StageDefinitions.first || innovation.stage == StageDefinitions.returned { return false }
        return true
    }

    /// What the person may see, or nothing; the same for what does not exist.
    func innovation(_ number: Int, of other: HomeName? = nil, for viewer: Viewer, reader: any StoreReading) throws -> Innovation? {
        guard let innovation = try reader.innovation(number, in: other ?? home) else { return nil }
        let team = innovation.visibility == .team ? try reader.person(innovation.submitter, in: home)?.team : nil
        return viewer.maySee(innovation, submitterTeam: team) ? innovation : nil
    }

    static func noInnovation(_ reference: Reference) -> Problem {
        Problem(.noInput, "there is no innovation of that reference that you may see", value: reference.description, next: "find")
    }
}
