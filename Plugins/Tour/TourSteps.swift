/// One step of the tour: what it is about, the line to type, and what to look at in what it says.
struct TourStep {
    let title: String
    let says: String
    let line: String
    let look: String

    /// The name of the command that the line runs.
    var command: String { String(line.prefix { $0 != " " }) }

    static let all = [
        TourStep(
            title: "Find what others do",
            says: "Everything in this registry was seen at work somewhere. To find it, a word or two are enough.",
            line: "find bus",
            look: "Each is one innovation. Its reference, such as P1, is how everybody names it."),
        TourStep(
            title: "Read one",
            says: "show has all that is known of one: what was not working, what they do differently, and what people saw of it.",
            line: "show P1",
            look: "Where it stands and what would move it on is there too, with the commands to type. Scroll up to read it from the top."),
        TourStep(
            title: "See whether somebody has tried it",
            says: "Before you put an idea in, say it in your own words. The registry looks for those that share the telling ones.",
            line: "similar \"a volunteer rides along on the first bus\"",
            look: "The shared words stand beside each. Where it is what you do too, adopt P1 says so."),
        TourStep(
            title: "Put an idea in",
            says: "By itself, submit asks you four questions, one after the other. Here they are answered in one line, so that you see what comes of it.",
            line: """
                submit --set title="Tea at the bus stop" --set problem="People wait alone and turn back" \
                --set change="A neighbour waits with them and brings tea" --set who="Adults who travel alone"
                """,
            look: "It has a number of its own now, and a lead looks at it next."),
        TourStep(
            title: "Say what you think",
            says: "Anybody may rate what others do, from 1 to 5, and say why. The why is what helps the next team.",
            line: "rate P1 4 --why \"It plans for the bad day\"",
            look: "You have one rating for each innovation: rate it again, and the new one counts."),
        TourStep(
            title: "See what it needs",
            says: "An innovation moves up from stage to stage. Gates hold it until what it takes is there.",
            line: "promote P1 --explain",
            look: "Every gate says what is there or missing, and what to type next. Nothing was moved."),
        TourStep(
            title: "Narrow it down",
            says: "Tags, stages, fields and numbers go beside the words, and a hyphen leaves out. Every command that works on many takes the same.",
            line: "find tag:transport -stage:declined rating.mean>=3",
            look: "help selection has all of it, a line each."),
        TourStep(
            title: "Take it back",
            says: "Nothing here is final. undo takes back the last thing that you changed, and says in words what that is.",
            line: "undo --yes",
            look: "That was your own last change, here the rating if you gave one. Who changed what is never lost: journal lists it."),
    ]
}
