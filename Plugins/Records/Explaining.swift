import RegistryCore
import RegistryShell

extension Session {
    /// Says why a field does not take an answer; returns what is filled in next, with the nearest value where there is
    /// one.
    func explain(_ problem: FieldProblem, of text: String, _ field: FieldDefinition) -> String {
        let value = Wrapping.cut(FieldDefinition.tidied(problem.value).visible(), to: 40)
        let choices = FieldChoices(field: field)
        let length = problem.value.count
        guard length <= field.most else {
            say("That has \(length) characters, and \(field.most) is the most: \(length - field.most) too many.", .trouble)
            return text
        }
        guard choices.isClosed else {
            say("“\(value)” \(problem.what)." + (problem.allowed.isEmpty ? "" : " Write it like \(problem.allowed.joined(separator: ", or "))."), .trouble)
            return text
        }
        guard let nearest = problem.nearest ?? choices.nearest(to: problem.value) else {
            say("“\(value)” is none of the values. ? lists them.", .trouble)
            return text
        }
        say("“\(value)” is none of the values. Did you mean “\(nearest)”? Enter takes it.", .trouble)
        return text.replacing(problem.value, with: nearest)
    }

    /// Says what went wrong with something that was done on the way, and goes on.
    func say(error: any Error) {
        let problem = (error as? Problem) ?? Problem(.unavailable, "something went wrong that this program did not expect")
        for line in ProblemText.lines(problem, width: formWidth, ink: output.ink) { console.write(line + "\n") }
    }
}
