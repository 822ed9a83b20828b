import Foundation
import GRDB
import RegistryCore

/// What SQLite itself finds wrong. It sees broken pages, indexes and full text, not every changed letter: that is for
/// the journal's digests.
extension SQLiteTransaction {
    func damage() throws -> [String] {
        do {
            let lines = try watched { try all("PRAGMA integrity_check", []) { try $0.text(0) }.filter { $0 != "ok" } }
            return lines + (try fullTextIsWhole() ? [] : ["the full-text index does not fit the innovations"])
        } catch let problem as Problem where problem.kind == .unavailable {
            return [problem.what]
        }
    }

    private func watched<Value>(_ check: () throws -> Value) rethrows -> Value {
        try store.map { try $0.interruption.watchOneStep(of: db, check) } ?? check()
    }

    /// Full text is checked by a statement that counts as a write and changes nothing. So a reading connection leaves
    /// it to the writing one; where nobody may write here, it is not checked.
    private func fullTextIsWhole() throws -> Bool {
        do {
            guard db.configuration.readonly, let store else {
                try FullText.check(db)
                return true
            }
            try store.alone { try $0.write { try FullText.check($0) } }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            return true
        } catch let problem as Problem where problem.kind == .notPermitted {
            return true
        }
        return true
    }
}
