import Foundation
import RegistryCore

extension StoreContract {
    static let personalCases: [Case] = [
        Case("drafts are their owner's alone, replaced by uid, and deleted") { trial in
            try trial.settle()
            var draft = SavedDraft(
                home: .trafford, uid: UID(), owner: "Zoë", fields: ["title": .text("“Half”\n"), "setup_cost": .number(0.1)],
                tags: ["b", "a"], updated: .noon)
            let other = SavedDraft(
                home: .trafford, uid: UID(), owner: "ben", innovation: 12, fields: [:], tags: [], cleared: ["risks", "tags"], updated: .noon)
            try trial.write { writer in
                try writer.put(draft)
                try writer.put(other)
            }
            draft.fields["who"] = .text("Anybody")
            draft.innovation = 7
            draft.cleared = ["team"]
            draft.updated = .at("2026-11-23T00:00:00.000Z")
            try trial.write { try $0.put(draft) }
            try trial.reopen()
            trial.equal(try trial.read { try $0.drafts(of: "ZOË", in: .trafford) }, [draft])
            trial.equal(try trial.read { try $0.drafts(of: "ben", in: .trafford) }, [other])
            var stolen = draft
            stolen.owner = "ben"
            trial.refuses(.refused) { try trial.write { try $0.put(stolen) } }
            try trial.write { try $0.deleteDraft(draft.uid, of: "ben", in: .trafford) }
            try trial.write { try $0.deleteDraft(draft.uid, of: "zoë", in: .salford) }
            trial.equal(try trial.read { try $0.drafts(of: "Zoë", in: .trafford) }, [draft], "nobody else deletes it")
            try trial.write { try $0.deleteDraft(draft.uid, of: "zoë", in: .trafford) }
            trial.equal(try trial.read { try $0.drafts(of: "Zoë", in: .trafford) }, [])
            trial.equal(try trial.read { try $0.drafts(of: "ben", in: .trafford) }, [other])
        },
        Case("everybody's drafts and marks are handed over in order") { trial in
            try trial.settle()
            let drafts = ["Zoë", "ben", "ana"].map { owner in
                SavedDraft(home: .trafford, uid: UID(), owner: owner, fields: ["title": .text("“\(owner)”")], tags: ["a"], updated: .noon)
            }
            try trial.write { writer in
                for draft in drafts.reversed() { try writer.put(draft) }
                for (owner, name) in [("Zoë", "inbox"), ("ben", "inbox"), ("ben", "digest")] { try writer.setMark(name, of: owner, in: .trafford, to: "“\(owner)”") }
            }
            var found: [SavedDraft] = [], marks: [[String]] = []
            try trial.read { reader in
                try reader.eachDraft(in: .trafford) { found.append($0) }
                try reader.eachMark(in: .trafford) { marks.append([$0, $1, $2]) }
                try reader.eachDraft(in: .salford) { _ in trial.expect(false, "another home has none") }
                try reader.eachMark(in: .salford) { _, _, _ in trial.expect(false, "another home has none") }
            }
            trial.equal(found, drafts.sorted { $0.uid < $1.uid })
            trial.equal(marks, [["ben", "digest", "“ben”"], ["ben", "inbox", "“ben”"], ["zoë", "inbox", "“Zoë”"]])
        },
        Case("marks are kept per person and name") { trial in
            try trial.settle()
            trial.equal(try trial.read { try $0.mark("inbox", of: "ana", in: .trafford) }, nil)
            try trial.write { writer in
                try writer.setMark("inbox", of: "Ana", in: .trafford, to: "7")
                try writer.setMark("digest", of: "ana", in: .trafford, to: "“é”")
                try writer.setMark("inbox", of: "ben", in: .trafford, to: "1")
                try writer.setMark("inbox", of: "ana", in: .trafford, to: "8")
            }
            trial.equal(try trial.read { try $0.mark("inbox", of: "ANA", in: .trafford) }, "8")
            trial.equal(try trial.read { try $0.mark("digest", of: "ana", in: .trafford) }, "“é”")
            trial.equal(try trial.read { try $0.mark("inbox", of: "ben", in: .trafford) }, "1")
        },
        Case("what was imported is kept by source and key, replaced, and forgotten by innovation") { trial in
            try trial.settle()
            func record(_ key: String, _ innovation: Int, _ title: String) -> ImportedRecord {
                ImportedRecord(
                    home: .trafford, source: "form", key: key, innovation: innovation,
                    fields: ["title": .text(title), "area": .list(["Carers"]), "setup_cost": .number(12.5)], tags: ["z", "a"])
            }
            try trial.write { writer in
                for one in [record("1", 1, "old"), record("1b", 1, "also"), record("2", 2, "two"), record("1", 1, "new")] { try writer.put(one) }
            }
            func found(_ key: String, source: String = "form") throws -> ImportedRecord? {
                try trial.read { try $0.imported(source: source, key: key, in: .trafford) }
            }
            trial.equal(try found("1"), record("1", 1, "new"))
            trial.equal(try found("1", source: "other"), nil)
            try trial.write { try $0.forgetImports(of: 1, in: .trafford) }
            trial.equal(try found("1"), nil)
            trial.equal(try found("1b"), nil)
            trial.equal(try found("2"), record("2", 2, "two"))
        },
    ]
}
