import RegistryCore

/// A gate that a plugin's process opens. While it cannot answer, it holds.
struct AttachedGate: Gate {
    let part: GateOutline
    let asking: Asking

    var name: String { part.name }
    var summary: String { part.summary }

    func accept(_ parameters: Settings) throws { _ = try value(of: parameters) }

    private func value(of parameters: Settings) throws -> JSONValue { try asking.manifest().gate(name).parameters.value(of: parameters) }

    func verdict(on move: Move, parameters: Settings) throws -> Verdict {
        do {
            return try answer(on: move, parameters: value(of: parameters))
        } catch let problem as Problem where problem.kind != .interrupted {
            return .missing("the gate “\(name)” could not answer, so it holds: \(problem.what)", next: "plugins \(asking.id)")
        }
    }

    /// What the process says. Throws where it cannot.
    func answer(on move: Move, parameters: JSONValue) throws -> Verdict {
        let manifest = try asking.manifest()
        let params: JSONValue = [
            "gate": .string(name), "parameters": parameters,
            "move": [
                "innovation": manifest.shown(move.innovation, signals: move.signals, move.configuration.fields), "to": .string(move.stage.name),
                "mover": manifest.shown(move.mover), "contributions": manifest.shown(move.contributions),
                "today": .string(move.today.description), "explaining": .bool(move.explaining),
            ],
        ]
        return try asking.ask("gate.verdict", params) { answer in
            let isMet = try answer.truth("met")
            let reason = String(try answer.text("reason").prefix(500))
            return isMet ? .met(reason) : .missing(reason, next: try answer.optionalText("next"))
        }
    }
}
