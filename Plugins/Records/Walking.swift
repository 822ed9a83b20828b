import RegistryCore
import RegistryShell

extension Form {
    /// Asks a run of fields one after the other, `:back` included.
    ///
    /// - Parameters:
    ///   - first: the place in the run where it begins.
    ///   - required: whether each needs an answer: `:save` goes to the first that has none.
    ///   - answered: called after each answer; what it returns ends the run.
    /// - Returns: `.back` from the first question, `.save`, `.quit`, or `.answered` at the end of the run.
    func walk(
        _ run: [FieldDefinition], from first: Int = 0, required: (FieldDefinition) -> Bool, answered: (FieldDefinition) throws -> Step?
    ) throws -> Step {
        var index = first
        while index < run.count {
            let field = run[index]
            switch try ask(field, progress: run.count > 1 ? "(\(index + 1) of \(run.count))" : "", required: required(field)) {
            case .back:
                guard index > 0 else { return .back }
                index -= 1
            case .quit: return .quit
            case .save:
                if text(of: field.name).isEmpty == false, let end = try answered(field) { return end }
                guard let open = run.firstIndex(where: { required($0) && text(of: $0.name).isEmpty }) else { return .save }
                session.say("“\(run[open].label)” is still needed.")
                index = open
            case .answered:
                if let end = try answered(field) { return end }
                index += 1
            case .skipped: index += 1
            }
        }
        return .answered
    }
}
