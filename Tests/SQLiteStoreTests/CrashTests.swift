import Foundation
import RegistryCore
@testable import SQLiteStore
import Testing

/// What survives `kill -9`. The writers run in processes of their own, which kill themselves.
@Suite struct CrashTests {
    /// Kills this process as `kill -9` does: without any of its own code running.
    static func die() -> Never { while true { kill(getpid(), SIGKILL) } }

    @Test func aWriteThatWasKilledHalfWayLeavesNothingAndNoLock() async throws {
        let scratch = try Scratch()
        try scratch.registry(count: 2)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = scratch.path() as String] in
            let store = try SQLiteStore.open(path: path)
            try store.write { try $0.add(7) }
            try store.write { writer in
                // More than the cache holds, so that some of it is in the log already.
                try writer.add(100, text: "spilt")
                for name in ["a", "b", "c"] { try writer.setMark(name, of: "ana", in: .unnamed, to: String(repeating: name, count: 40_000_000)) }
                CrashTests.die()
            }
        }
        let store = try SQLiteStore.open(path: scratch.path(), waiting: 5)
        #expect(try store.read { try $0.exists(7) }, "what was acknowledged is there")
        #expect(try store.read { try !$0.exists(100) }, "what was not is not")
        #expect(try store.read { try $0.documentCounts(of: ["number7", "spilt"], in: .unnamed) } == [1, 0])
        #expect(try store.read { try $0.damage() } == [])
        try store.write { try $0.add(8) }
        try store.close()
    }

    @Test(arguments: [11, 37, 83]) func whateverTheMomentAcknowledgedWritesAreThereWhole(milliseconds: Int) async throws {
        let scratch = try Scratch()
        try scratch.registry(count: 0)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = scratch.path() as String, milliseconds = milliseconds as Int] in
            let store = try SQLiteStore.open(path: path)
            let acknowledged = open(path + ".said", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            for number in 1... {
                // The clock starts with the first write, and what it stops may be a write, a commit or a checkpoint.
                if number == 2 { Thread.detachNewThread { usleep(UInt32(milliseconds) * 1000); CrashTests.die() } }
                try store.write { writer in
                    try writer.add(2 * number, text: String(repeating: "word\(number) ", count: 2000))
                    try writer.add(2 * number + 1)
                }
                _ = withUnsafeBytes(of: Int64(number)) { write(acknowledged, $0.baseAddress, 8) }
            }
        }
        let said = (scratch.bytes("registry.said")?.count ?? 0) / 8
        #expect(said > 0)
        let store = try SQLiteStore.open(path: scratch.path())
        try store.read { reader in
            let there = try (2...2 * said + 5).filter(reader.exists)
            // The one that was being written is there whole or not at all.
            #expect(there == Array(2...2 * said + 1) || there == Array(2...2 * said + 3))
            #expect(try reader.damage() == [])
        }
        try store.write { try $0.add(1) }
        try store.close()
    }

    @Test func aDiskThatTakesNoMoreSaysSoAndKeepsWhatWasThere() async throws {
        let scratch = try Scratch()
        try scratch.registry(count: 2)
        await #expect(processExitsWith: .exitCode(74)) { [path = scratch.path() as String] in
            let store = try SQLiteStore.open(path: path)
            try store.write { try $0.add(7) }
            // A full disk that needs no disk: no file of this process may grow beyond 2 MB.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 2_000_000, rlim_max: 2_000_000)
            guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(1) }
            let found = kind { try store.write { try $0.setMark("large", of: "ana", in: .unnamed, to: String(repeating: "x", count: 5_000_000)) } }
            try store.write { try $0.add(8) }
            try store.close()
            exit(found == .inputOutput ? 74 : 2)
        }
        let store = try SQLiteStore.open(path: scratch.path())
        #expect(try store.read { try $0.exists(7) && $0.exists(8) })
        #expect(try store.read { try $0.mark("large", of: "ana", in: .unnamed) } == nil)
        #expect(try store.read { try $0.damage() } == [])
    }
}
