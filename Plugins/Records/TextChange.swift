import RegistryCore
import RegistryShell

/// What an answer was and what it becomes, in brief: of long ones the part that differs.
struct TextChange: Equatable {
    let was: String
    let now: String

    /// Both from a little before where they begin to differ, each in at most `most` characters.
    func brief(most: Int = 70) -> (was: String, now: String) {
        let old = FieldDefinition.tidied(was), new = FieldDefinition.tidied(now)
        guard max(old.count, new.count) > most else { return (old, new) }
        let same = zip(old, new).prefix { $0 == $1 }.count
        // From the beginning of a word a little before.
        let lead = new.prefix(max(0, same - 15))
        let from = lead.lastIndex(of: " ").map { lead.distance(from: lead.startIndex, to: $0) + 1 } ?? 0
        func part(_ text: String) -> String {
            let rest = text.dropFirst(from)
            return (from > 0 && !rest.isEmpty ? "…" : "") + (rest.count > most ? rest.prefix(most) + "…" : rest)
        }
        return (part(old), part(new))
    }

    func say(_ label: String, _ session: Session) {
        let (was, now) = brief()
        session.say("\(label):", hanging: 3)
        func line(_ lead: String, _ text: String) {
            for part in Wrapping.wrap(lead + text.visible(), to: session.formWidth - 3, hanging: lead.count) { session.console.write("   \(part)\n") }
        }
        line("was: ", self.was.isEmpty ? "not answered" : "“\(was)”")
        line("now: ", self.now.isEmpty ? "taken out" : was == now ? "the same words, set out differently" : "“\(now)”")
    }
}
