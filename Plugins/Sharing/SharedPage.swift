import RegistryCore

/// An innovation's page as a channel delivers it: what it is, then what every section shows but the sender's shares.
enum SharedPage {
    static func blocks(_ view: PageView) throws -> [Block] {
        let innovation = view.innovation
        var facts = [
            Block.Fact("Stage", view.registry.configuration.stages[innovation.stage]?.label ?? innovation.stage),
            Block.Fact("Put in", "by \(innovation.submitter) on \(CalendarDate(innovation.created))"),
        ]
        if !innovation.tags.isEmpty { facts.append(Block.Fact("Tags", innovation.tags.joined(separator: ", "))) }
        return [.heading("\(innovation.reference)  \(innovation.title)"), .facts(facts)] + (try view.sectionBlocks(leavingOut: SharesSection().name))
    }
}
