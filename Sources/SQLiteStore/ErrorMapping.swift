import Foundation
import GRDB
import RegistryCore

/// Runs `body`; what it throws leaves as a `Problem`, whoever threw it. The one place where errors of SQLite and
/// of the operating system become facts: their own descriptions never reach a user.
func mapped<Value>(_ location: String, _ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw Problem(error, location)
    }
}

extension Problem {
    init(_ error: DatabaseError, _ location: String) {
        let place = Place(file: location)
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(location)
        case .SQLITE_FULL:
            self.init(.inputOutput, "the disk is full: nothing was saved", at: place, next: "free some space and try again")
        case .SQLITE_IOERR, .SQLITE_NOLFS:
            self.init(
                .inputOutput, "reading or writing the registry's file failed", at: place, details: Problem.code(of: error))
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly(location)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self = .damaged("it cannot be read")
            self.place = place
        case .SQLITE_CANTOPEN:
            self.init(
                .unavailable, "the registry's file, or what stands beside it, cannot be opened", at: place,
                details: Problem.code(of: error), next: "look at who may read and write the file and its folder")
        case .SQLITE_CONSTRAINT where [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY].contains(error.extendedResultCode):
            self.init(.refused, "one of the same key is there already", value: Problem.key(in: error))
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
            self.init(.badInput, "a value does not fit the registry", value: Problem.key(in: error))
        case .SQLITE_INTERRUPT: self = .stopped
        case .SQLITE_NOMEM: self.init(.unavailable, "there is not enough memory", at: place)
        default:
            self.init(.unavailable, "the registry's engine failed", at: place, details: Problem.code(of: error))
        }
    }

    static func busy(_ location: String) -> Problem {
        Problem(.busy, "somebody else is writing to this registry", at: .init(file: location), next: "try again in a moment")
    }

    static func readOnly(_ location: String) -> Problem {
        Problem(
            .notPermitted, "this registry can only be read: you may not write its file or its folder", at: .init(file: location),
            next: "ask its owner")
    }

    /// Opening something to read it failed.
    static func reading(_ location: String, _ code: CInt) -> Problem {
        let kind: Kind = code == EACCES || code == EPERM ? .notPermitted : .inputOutput
        return Problem(kind, "the registry cannot be read: \(words(code))", at: .init(file: location))
    }

    /// Opening something to write the registry failed.
    static func writing(_ location: String, _ code: CInt) -> Problem {
        switch code {
        case EACCES, EPERM, EROFS: readOnly(location)
        default: Problem(.inputOutput, "the registry cannot be written: \(words(code))", at: .init(file: location))
        }
    }

    /// Making a new file failed.
    static func creating(_ location: String, _ code: CInt) -> Problem {
        Problem(.cannotCreate, "a registry cannot be made here: \(words(code))", at: .init(file: location))
    }

    /// What the operating system's number for an error means.
    private static func words(_ code: CInt) -> String {
        switch code {
        case EACCES, EPERM: "you may not"
        case EROFS: "the disk is read-only"
        case ENOENT, ENOTDIR: "there is no such folder"
        case EEXIST: "something is there already"
        case EISDIR: "it is a folder"
        case ENOSPC, EDQUOT: "the disk is full"
        case EMFILE, ENFILE: "too many files are open"
        case ENAMETOOLONG: "its name is too long"
        case ELOOP: "its links go in a circle"
        case EIO: "the disk failed"
        case let other: "error \(other) of the system"
        }
    }

    private static func code(of error: DatabaseError) -> [String] {
        ["SQLite's result code is \(error.extendedResultCode.rawValue)"]
    }

    /// The columns of a broken key, out of `UNIQUE constraint failed: table.column, table.column`.
    private static func key(in error: DatabaseError) -> String? {
        error.message?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
