/// What bears on no innovation: people, documents, and contributions about people and the home.
extension Verifier {
    func checkPeopleAndDocuments() throws {
        let people = try attempt("the people") {
            for person in try reader.people(of: home) {
                try step()
                guard let replay = beside.removeValue(forKey: .person(Person.key(person.name))) else {
                    trouble("\(person.name): no entry of the journal tells of this person")
                    continue
                }
                compare(person.name, person.row, with: replay)
            }
        }
        let documents = try attempt("the configuration") {
            for document in try reader.documents(of: home) {
                try step()
                guard let replay = beside.removeValue(forKey: .configuration(document.name)) else {
                    trouble("the document “\(document.name)”: no entry of the journal tells of it")
                    continue
                }
                compare("the document “\(document.name)”", ["text": .string(document.text)], with: replay)
                if document.version != replay.entries {
                    trouble("the document “\(document.name)”: it has version \(document.version), and the journal \(replay.entries)")
                }
            }
        }
        // What could not be read is not missing.
        beside = beside.filter { people || $0.key.type != "person" }.filter { documents || $0.key.type != "configuration" }
    }

    /// Contributions about the home and about people, and those about these in turn.
    func checkContributionsBeside() throws {
        try attempt("the contributions") {
            var subjects = try [.home] + reader.people(of: home).map { Subject.person($0.name) }
            // As deep as contributions about contributions go; more would be a circle.
            for _ in 0..<32 where !subjects.isEmpty {
                var found: [Contribution] = []
                for start in stride(from: 0, to: subjects.count, by: Verifier.mostInBlock) {
                    let some = Array(subjects[start..<min(start + Verifier.mostInBlock, subjects.count)])
                    found += try reader.contributions(about: some, in: home).filter { $0.innovation == nil }
                }
                for contribution in found { try check(beside: contribution) }
                subjects = found.map { .contribution($0.uid) }
            }
        }
    }

    private func check(beside contribution: Contribution) throws {
        try step()
        verification.contributions += 1
        guard let replay = beside.removeValue(forKey: .contribution(contribution.uid)) else {
            return trouble("\(label(contribution)): no entry of the journal tells of it")
        }
        try check(contribution, replay)
    }

    /// What the journal tells of and no row was met for.
    func reportMissing() {
        let lines = beside.keys.map { subject in
            switch subject {
            case .person(let name): "\(name): the journal tells of this person, who is not there"
            case .configuration(let name): "the document “\(name)”: the journal tells of it, and it is not there"
            default: "the \(subject.written): the journal tells of it, and it is not there"
            }
        }
        for line in lines.sorted() { trouble(line) }
    }
}

extension Person {
    /// What the journal tells of a person, by property.
    fileprivate var row: [String: JSONValue] {
        ["role": .string(role.rawValue), "team": JSONValue(team), "organisation": JSONValue(organisation), "login": JSONValue(login)]
    }
}
