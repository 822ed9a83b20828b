extension HelpText {
    /// Something that people want, in their words, with the lines to type.
    public struct Task: Sendable {
        enum Heading: String, CaseIterable {
            case everybody = "I want to…"
            case leads = "As a lead I want to…"
            case admins = "To look after the registry I want to…"
        }

        let heading: Heading
        public let wish: String
        /// What to type; each begins with its command's name.
        public let lines: [String]

        init(_ heading: Heading, _ wish: String, _ lines: String...) {
            self.heading = heading
            self.wish = wish
            self.lines = lines
        }

        public static let all = [
            Task(.everybody, "put an idea in", "submit"),
            Task(.everybody, "see whether somebody has tried it", "similar \"bus travel training\""),
            Task(.everybody, "find what others do, and read one", "find carers", "show P12"),
            Task(.everybody, "say what I think, or what I saw", "rate P12 4", "evidence add P12"),
            Task(.everybody, "say that we do it too", "adopt P12 --site \"Moss Side\""),
            Task(.everybody, "tell a colleague; see what is new", "share P12 --with ben", "inbox"),
            Task(.everybody, "put right what I did", "edit P12", "undo"),
            Task(.leads, "see what waits, and move it on", "review", "promote P12 --explain"),
            Task(.leads, "tag many at once", "tag --where wheelchair +transport"),
            Task(.leads, "see what grows and what it needs", "stats --by area"),
            Task(.admins, "bring many in, or take them out", "import ideas.csv", "export --to csv -"),
            Task(.admins, "see who did what; check all of it", "journal", "verify"),
            Task(.admins, "say who may do what", "people add carol --role lead"),
            Task(.admins, "change fields, stages and tags", "config edit fields"),
        ]
    }
}
