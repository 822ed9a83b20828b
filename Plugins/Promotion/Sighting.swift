import RegistryCore
import RegistryShell

/// An innovation as it was shown to a lead who decides on it: what another did to it meanwhile is told, and never
/// decided over.
struct Sighting {
    let view: PageView
    /// The last batch before it was looked at.
    private let batch: Int

    var innovation: Innovation { view.innovation }

    /// Looks at it now; nil when it is not there for this lead, or waits for none any more.
    init?(of number: Int, _ session: Session) throws {
        let registry = try session.registry()
        let viewer = try session.viewer()
        batch = try registry.batches(limit: 1).first?.number ?? 0
        do {
            view = try registry.page(number, for: viewer)
        } catch let problem as Problem where problem.kind == .noInput {
            return nil
        }
        guard try ReviewQueue.waits(view.innovation, registry, viewer) else { return nil }
    }

    /// What was done to it since it was shown, by others or by this lead elsewhere; nothing where it is as it was.
    func meanwhile(_ session: Session) throws -> [String] {
        let now = try? session.registry().innovation(innovation.number, for: session.viewer())
        guard now?.version != innovation.version else { return [] }
        return try Sighting.news(of: innovation.reference, after: batch, session)
    }

    /// What others did to it since it was shown, whatever this lead did.
    func fromOthers(_ session: Session) throws -> [String] {
        let name = try session.viewer().name
        return try Sighting.news(of: innovation.reference, after: batch, session) { Person.key($0) != Person.key(name) }
    }

    /// “carol moved P4 to triaged a minute ago”, a line for each batch after one.
    static func news(
        of reference: Reference, after batch: Int, _ session: Session, by isMeant: (PersonName) -> Bool = { _ in true }
    ) throws -> [String] {
        let registry = try session.registry()
        let viewer = try session.viewer()
        let lines: [HistoryLine]
        do {
            lines = try registry.history(of: reference.number, for: viewer).filter { $0.batch.number > batch && isMeant($0.batch.person) }
        } catch let problem as Problem where problem.kind == .noInput {
            return ["\(reference) is not there for you any more"]
        }
        return Dictionary(grouping: lines, by: \.batch.number).sorted { $0.key < $1.key }.compactMap { _, lines in
            guard let batch = lines.first?.batch else { return nil }
            let who = Person.key(batch.person) == Person.key(viewer.name) ? "you" : batch.person
            // A move says enough; the review that goes with its reason would say it twice.
            let moves = lines.filter { $0.entry.action == .moved }
            return "\(who) \((moves.isEmpty ? lines : moves).map { deed($0, reference) }.joined(separator: ", ")) \(registry.ago(batch.at))"
        }
    }

    private static func deed(_ line: HistoryLine, _ reference: Reference) -> String {
        let changes = line.entry.payload?.changes ?? []
        func now(_ property: String) -> String? { changes.first { $0.property == property }?.now?.string }
        switch line.entry.action {
        case .moved: return "moved \(reference) to \(now("stage") ?? "another stage")"
        case .revised:
            let names = changes.compactMap { $0.property.hasPrefix("field.") ? String($0.property.dropFirst(6)) : nil }
            return "edited \(reference)" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
        case .tagged: return "changed the tags of \(reference)"
        case .cleared: return "cleared \(reference)"
        case .merged: return "merged \(reference)"
        default: return line.clauses.joined(separator: "; ")
        }
    }
}
