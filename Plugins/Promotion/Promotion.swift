import RegistryCore
import RegistryShell

/// Promotion: the stages, the gates that explain themselves, the leads' queue, and who owns and backs an innovation.
public struct PromotionPlugin: Plugin {
    public let id = "promotion"
    public let summary = "Stages and what holds the next one, the review queue, owners and sponsors"

    public init() {}

    public func extensions(_ settings: Settings) throws -> [any Extension] {
        try settings.only([])
        let gates: [any Extension] = [
            LeadReviewGate(), FieldsPresentGate(), TagsPresentGate(), NamedGate(.owner), NamedGate(.sponsor), CostGate(),
        ]
        let commands = [
            Command(PromoteCommand.self), Command(StagesCommand.self), Command(ReviewCommand.self), Command(ResubmitCommand.self),
            Command(MoveCommand.self), Command(AsideCommand<Park>.self), Command(AsideCommand<Decline>.self), Command(AsideCommand<Return>.self),
            Command(AsideCommand<Stop>.self), Command(AsideCommand<Retire>.self), Command(AsideCommand<Withdraw>.self),
            Command(NamingCommand<Own>.self), Command(NamingCommand<Sponsor>.self),
        ]
        return gates + [NamingKind(.owner), NamingKind(.sponsor), ReviewKind(), AssignmentKind(), StageSection()] + commands
    }
}
