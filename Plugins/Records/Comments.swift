import ArgumentParser
import RegistryCore
import RegistryShell

/// What somebody says of an innovation, in free words.
struct Comment: Codable, Equatable, Sendable {
    var text: String
}

struct CommentKind: Kind {
    let name = "comment"
    let letter: Character? = "C"

    func validated(_ comment: Comment, _ setting: ContributionSetting) throws -> Comment {
        let text = comment.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
        guard text.contains(where: { !$0.isWhitespace }) else { throw Problem(.badInput, "a comment needs words", next: "comment P1 \"what you want to say\"") }
        guard text.count <= 5000 else { throw Problem(.badInput, "a comment has at most 5000 characters", value: "\(text.count) characters") }
        return Comment(text: text)
    }

    func texts(of comment: Comment) -> [LabelledText] { [LabelledText("comment", comment.text)] }
    func searchable(_ comment: Comment) -> String { comment.text }
    func summary(of comment: Comment) -> String { "commented: “\(comment.text.prefix(80))\(comment.text.count > 80 ? "…" : "")”" }
}

/// The comments on a page, oldest first.
struct CommentsSection: Section {
    let name = "comments"
    let title = "Comments"
    let order = 80
    let showsOtherHomes = true

    func blocks(for view: PageView) throws -> [Block] {
        let comments = view.contributions(of: "comment")
        guard !comments.isEmpty else { return [] }
        return [.facts(try comments.map { .init("\(label($0, view)) \($0.author)", try $0.payload(as: Comment.self).text) })]
    }

    func json(for view: PageView) throws -> JSONValue? {
        .array(try view.contributions(of: "comment").map {
            ["ref": .string(label($0, view)), "author": .string($0.author), "at": .string(Moment.text($0.created)), "text": .string(try $0.payload(as: Comment.self).text)]
        })
    }

    private func label(_ contribution: Contribution, _ view: PageView) -> String {
        view.registry.reference(of: contribution)?.description ?? ""
    }
}

struct CommentCommand: ArgumentCommand {
    static let configuration = CommandConfiguration(commandName: "comment", abstract: "Say something about an innovation, for everybody who may see it.")
    static let about = CommandAbout(.judge, examples: [Example("comment P1 \"we tried this with the night bus too\"", "adds a comment to P1")])

    @Argument(help: ArgumentHelp("Which innovation.", valueName: "reference")) var reference: String
    @Argument(help: ArgumentHelp("What you want to say.", valueName: "text")) var words: [String]
    @Option(help: ArgumentHelp("Why a text that was warned about must stay.", valueName: "reason")) var keep: String?

    func run(_ session: Session) throws {
        let innovation = try session.innovation(reference)
        let new = try NewContribution(kind: "comment", about: innovation.subject, Comment(text: words.joined(separator: " ")))
        let outcome = try session.perform([.contribute(new)], command: "comment", keeping: keep)
        let label = try outcome.contributions.first.flatMap { try session.registry().reference(of: $0) }?.description ?? ""
        try session.report(["Saved as \(label)."], ["ref": .string(label), "batch": JSONValue(outcome.batch.map { Double($0.number) })])
    }
}
