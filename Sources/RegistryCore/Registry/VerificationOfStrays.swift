/// What stands in a journal and no batch leads to.
public struct Strays: Equatable, Sendable {
    /// Entries whose batch is not there.
    public var entries: Int
    /// Payloads of no entry, or of one whose batch is not there.
    public var payloads: Int

    public init(entries: Int, payloads: Int) { (self.entries, self.payloads) = (entries, payloads) }
}

extension Verifier {
    /// Tells of what stands in the journal behind everybody's back: no history shows it, and no archive takes it along.
    func checkStrays() throws {
        try attempt("the journal") {
            let strays = try reader.strays(in: home)
            if strays.entries > 0 { trouble("entries of no batch: \(strays.entries), which no history shows") }
            if strays.payloads > 0 { trouble("payloads of no entry: \(strays.payloads), which no history shows") }
        }
    }

    /// Holds a batch that says it takes another back against who made that one, and against what it did.
    func checkUndo(_ undo: Batch, _ tellsOfUndo: Bool) throws {
        let label = "batch \(undo.number)"
        if !tellsOfUndo { trouble("\(label): it says that it undoes another batch, and none of its entries does") }
        guard let target = try undo.undoes.flatMap({ try reader.batch(uid: $0, in: home) }), target.number < undo.number else {
            return trouble("\(label): it says that it undoes a batch, and there was none")
        }
        guard Person.key(target.person) != Person.key(undo.person), let role = roles.highest(of: undo.person, at: verification.batches), role < .lead else { return }
        trouble("\(label): \(undo.person) was \(role.rawValue), and only a lead undoes what \(target.person) did (batch \(target.number))")
    }
}
