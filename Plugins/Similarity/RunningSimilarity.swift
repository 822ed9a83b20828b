import RegistryCore
import Synchronization

/// Likely duplicates during an import: of rows before, and of what is in the registry.
///
/// The first rows are compared with the registry as a submission is, word by word after a question to its full text.
/// That takes milliseconds a row, so once there are many, sketches of all that is there take its place.
final class RunningSimilarity: RunningCheck {
    private struct State {
        var table = SketchTable()
        var examined = 0
        var holdsRegistry = false
    }

    private let check: SimilarityCheck
    private let setting: CheckSetting
    private let state = Mutex(State())

    /// Rows that are looked up in the registry one by one.
    private static let few = 200
    /// From here on two texts are most likely of the same practice.
    private static let duplicate = 0.6
    /// Of texts with fewer words each fills several numbers of a sketch, so that one common word makes them alike.
    private static let short = 15
    private static let shortDuplicate = 0.9

    init(_ check: SimilarityCheck, _ setting: CheckSetting) {
        self.check = check
        self.setting = setting
    }

    func examine(_ passages: [Passage]) throws -> [[Finding]] {
        let sketches = passages.map { passage in
            Sketch(TellingWords.fields.compactMap { field in passage.texts.first { $0.label == field }?.text })
        }
        let examined = state.withLock { state in
            state.examined += passages.count
            return state.examined
        }
        var findings = passages.map { _ in [Finding]() }
        if examined <= RunningSimilarity.few {
            findings = try check.examine(passages, setting)
        } else {
            try takeRegistry()
        }
        state.withLock { state in
            for (index, sketch) in sketches.enumerated() where sketch.words >= SimilarSearch.fewestShared {
                let own = passages[index].innovation
                if findings[index].isEmpty, let owner = state.table.nearest(to: sketch, least: sketch.words < RunningSimilarity.short ? RunningSimilarity.shortDuplicate : RunningSimilarity.duplicate), owner == 0 || own.map(Int32.init) != owner {
                    findings[index] = [finding(owner)]
                }
                if own == nil { state.table.add(sketch, of: 0) }
            }
        }
        return findings
    }

    private func finding(_ owner: Int32) -> Finding {
        let reference = owner == 0 ? nil : Reference(Int(owner))
        return Finding(
            check: check.name, severity: .note, message: "\(reference?.description ?? "an earlier row of this import") looks similar",
            related: reference.map { [$0] } ?? [])
    }

    /// Sketches of everything that is in the registry, once.
    private func takeRegistry() throws {
        try state.withLock { state in
            guard !state.holdsRegistry, let registry = setting.registry, let viewer = setting.viewer else { return }
            state.holdsRegistry = true
            try registry.each(registry.query(.everything, for: viewer, order: .number)) { found in
                let sketch = Sketch(TellingWords.texts(of: found.innovation))
                guard sketch.words >= SimilarSearch.fewestShared else { return }
                state.table.add(sketch, of: Int32(truncatingIfNeeded: found.innovation.number))
            }
        }
    }
}
