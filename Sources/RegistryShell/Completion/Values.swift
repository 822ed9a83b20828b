import Foundation
import RegistryCore

/// The values that a word may become, by what its argument is called: `reference`, `tag`, `stage`.
///
/// Nothing is offered where the registry cannot be read: completion never fails and never speaks.
struct Values {
    let session: Session
    let commands: [Command]

    /// Candidates, and how many characters into the word they begin.
    struct Matching {
        var offset = 0
        var candidates: [Candidate]
    }

    /// The most that is asked of a store.
    private static let most = 100

    func matching(_ argument: CommandShape.Argument, word: String) -> Matching {
        if !argument.allowed.isEmpty { return Matching(candidates: beginning(word, argument.allowed.map { ($0, nil) })) }
        switch argument.value {
        case "reference": return Matching(candidates: references(word))
        case "reference-or-stage": return Matching(candidates: beginning(word, stages) + references(word))
        case "tag", "tags", "change": return Matching(candidates: tags(word))
        case "stage": return Matching(candidates: beginning(word, stages))
        case "person": return Matching(candidates: beginning(word, people))
        case "field": return Matching(candidates: fields(word))
        case "selection": return selection(word)
        case "kind": return Matching(candidates: beginning(word, configuration?.evidence.kinds.map { ($0.name, $0.label) } ?? []))
        case "direction": return Matching(candidates: beginning(word, configuration?.evidence.directions.map { ($0.name, $0.label) } ?? []))
        case "strength": return Matching(candidates: beginning(word, configuration?.evidence.levels.map { (String($0.level), $0.label) } ?? []))
        case "visibility": return Matching(candidates: beginning(word, Visibility.allCases.map { ($0.rawValue, nil) }))
        case "role": return Matching(candidates: beginning(word, Role.allCases.map { ($0.rawValue, nil) }))
        case "channel": return Matching(candidates: beginning(word, registry?.assembly.channels.map { ($0.name, $0.summary) } ?? []))
        case "format":
            let names = (registry?.assembly.exporters.map { ($0.name, $0.summary as String?) } ?? []) + (registry?.assembly.importers.map { ($0.name, $0.summary) } ?? [])
            return Matching(candidates: beginning(word, names))
        case "plugin": return Matching(candidates: beginning(word, session.plugins.map { ($0.id, $0.summary) }))
        case "command": return Matching(candidates: beginning(word, commands.map { ($0.name, $0.summary) }))
        case "file": return Matching(candidates: FileNames.matching(word))
        default: return Matching(candidates: [])
        }
    }

    private var registry: Registry? { try? session.registry() }
    private var configuration: Configuration? { registry?.configuration }
    private var stages: [(String, String?)] { configuration?.stages.all.map { ($0.name, $0.meaning) } ?? [] }
    private var people: [(String, String?)] { ((try? registry?.people(for: session.viewer())) ?? []).map { ($0.name, $0.team ?? $0.role.rawValue) } }

    private func beginning(_ word: String, _ values: [(String, String?)]) -> [Candidate] {
        var seen = Set<String>()
        return values.filter { $0.0.lowercased().hasPrefix(word.lowercased()) && seen.insert($0.0).inserted }.map { Candidate(value: $0.0, note: $0.1) }
    }

    /// By number (`P1`) or by the beginning of a word of the title.
    private func references(_ word: String) -> [Candidate] {
        guard let registry, let viewer = try? session.viewer() else { return [] }
        let condition: Condition
        if word.isEmpty || word.lowercased() == "p" {
            condition = .everything
        } else if let reference = Reference(word) {
            condition = .any(Values.numbers(beginning: reference.number).map(Condition.number))
        } else {
            condition = .word(word, prefix: true)
        }
        let found = (try? registry.find(registry.query(condition, for: viewer, limit: Values.most))) ?? []
        return found.map { Candidate(value: $0.innovation.reference.description, note: $0.innovation.title) }
    }

    /// The ranges of numbers whose decimal digits begin with these: 1, 10 to 19, 100 to 199 …
    static func numbers(beginning number: Int) -> [ClosedRange<Int>] {
        var ranges = [number...number]
        var low = number, high = number
        while high < 100_000_000 {
            low *= 10
            high = high * 10 + 9
            ranges.append(low...high)
        }
        return ranges
    }

    private func tags(_ word: String) -> [Candidate] {
        guard let registry, let viewer = try? session.viewer() else { return [] }
        let sign = word.first.flatMap { "+-".contains($0) ? String($0) : nil } ?? ""
        let used = (try? registry.tally(.tag, registry.query(.everything, for: viewer))) ?? []
        let counts = Dictionary(used.map { ($0.value, $0.count) }, uniquingKeysWith: { $1 })
        let names = Set(counts.keys.filter { !$0.isEmpty }).union(registry.configuration.tags.all.map(\.name)).sorted()
        return beginning(String(word.dropFirst(sign.count)), names.map { ($0, counts[$0].map { "\($0)" }) }).map {
            Candidate(value: sign + $0.value, note: $0.note)
        }
    }

    /// `field=`, and a field's own values behind it.
    private func fields(_ word: String) -> [Candidate] {
        guard let fields = configuration?.fields else { return [] }
        if let equals = word.firstIndex(of: "="), let field = fields[String(word[..<equals])] {
            return beginning(String(word[word.index(after: equals)...]), field.choices.map { ($0, nil) }).map { Candidate(value: "\(field.name)=\($0.value)", note: nil) }
        }
        return beginning(word, fields.all.map { ($0.name, $0.label) }).map { Candidate(value: $0.value + "=", note: $0.note, finished: false) }
    }

    private func selection(_ word: String) -> Matching {
        guard let registry, let viewer = try? session.viewer() else { return Matching(candidates: []) }
        let vocabulary = registry.vocabulary(for: viewer)
        let (start, expects) = Selection.completing(word, cursor: word.count)
        let piece = String(word.dropFirst(start))
        switch expects {
        case .word:
            let names = vocabulary.names.map { Candidate(value: $0 + ":", finished: false) }
            return Matching(offset: start, candidates: names.filter { $0.value.hasPrefix(piece) && !piece.isEmpty })
        case .value(let name):
            let values: [(String, String?)] = switch name {
            case "by", "submitter": people
            case "tag", "tags": tags("").map { ($0.value, $0.note) }
            default: vocabulary.values(of: name).map { ($0, nil) }
            }
            return Matching(offset: start, candidates: beginning(piece, values).map { Candidate(value: $0.value.contains(" ") ? Selection.quoted($0.value) : $0.value, note: $0.note) })
        }
    }
}

/// The names of files that a path may become.
enum FileNames {
    static func matching(_ path: String) -> [Candidate] {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let beginning = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let expanded = folder.hasPrefix("~/") ? NSHomeDirectory() + folder.dropFirst() : folder.isEmpty ? "." : folder
        let names = (try? FileManager.default.contentsOfDirectory(atPath: expanded)) ?? []
        return names.filter { $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted().map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: expanded + "/" + name, isDirectory: &isFolder)
            return Candidate(value: folder + name + (isFolder.boolValue ? "/" : ""), finished: !isFolder.boolValue)
        }
    }
}
