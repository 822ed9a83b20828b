import Foundation
import PostgresStore
import RegistryCore
import Server
import Testing

/// A server whose disk is full, for real.
@Suite(.enabled(if: SmallDisk.canBeMade, "only root can mount a small disk of memory")) struct FullDiskTests {
    /// A text that nothing makes smaller.
    private static func text(_ kilobytes: Int) -> String { (0..<kilobytes * 75).map { _ in String(UInt64.random(in: 0...UInt64.max), radix: 36) }.joined(separator: " ") }

    private func innovation(_ number: Int, _ kilobytes: Int) -> Innovation {
        Innovation(
            home: .county, number: number, uid: UID(), submitter: "ana", stage: "submitted", created: Date(), updated: Date(),
            fields: ["title": .text("Number \(number)"), "how": .text(Self.text(kilobytes))])
    }

    /// Saves one after the other until the server refuses, and returns why.
    private func fill(_ store: PostgresStore, _ kept: inout Int) throws -> Problem? {
        for _ in 0..<500 {
            let problem = try problem {
                try store.write { writer in
                    try writer.insert(innovation(writer.reserveNumber(in: .county), 60))
                    try writer.addBatch("beside")
                }
            }
            if let problem { return problem }
            kept += 2
        }
        return nil
    }

    private func count(_ trying: Trying) throws -> Int? { Int(try trying.psql("SELECT count(*) FROM innovation")) }

    @Test("where rows have no room: it says so, keeps nothing of it, goes on answering, and saves again when there is room")
    func rows() throws {
        let server = try Server(), trying = try Trying(on: server)
        let disk = try SmallDisk(megabytes: 60, for: server)
        try server.psql("CREATE TABLESPACE small LOCATION '\(disk.path)'")
        try server.psql("ALTER DATABASE \(trying.database) SET TABLESPACE small")
        let store = try trying.open()
        var kept = 0
        let full = try fill(store, &kept)
        #expect(full?.kind == .inputOutput && full?.what == "the server's disk is full: nothing was saved", "\(String(describing: full))")
        #expect(full?.place?.file == store.location && full?.next?.contains("make room") ?? false)
        #expect(try kept > 0 && count(trying) == kept)
        // A block of rows that comes by COPY.
        let block = try problem {
            try store.writeMany { writer in
                var rows = CarriedRows(home: .county)
                rows.innovations = (10_000..<10_400).map { innovation($0, 60) }
                rows.texts = rows.innovations.map { ($0.number, SearchText($0)) }
                try writer.insert(rows)
            }
        }
        #expect(block?.kind == .inputOutput && block?.what == full?.what, "\(String(describing: block))")
        #expect(try count(trying) == kept)
        #expect(try store.read { try $0.innovation(1, in: .county) }?.title == "Number 1")
        try disk.grow(to: 200)
        _ = try store.write { try $0.addBatch("after") }
        #expect(try count(trying) == kept + 1 && store.read { try $0.damage() }.isEmpty)
    }

    @Test("where the server's own log has no room it stops: what was said to be saved is there when it runs again, and no more than was asked")
    func log() throws {
        let disk = try SmallDisk(megabytes: 150)
        let server = try Server(settings: ["fsync=on"], under: disk.path), trying = try Trying(on: server)
        let givesUp = Flag(), store = try trying.open(isStopped: { givesUp.isSet })
        server.hold()
        var kept = 0
        let filler = disk.path + "/filler"
        try disk.leave(megabytes: 8, filler)
        // Whoever waits for a server that does not come back ends that by Ctrl-C.
        Thread.detachNewThread {
            while server.isUp { Thread.sleep(forTimeInterval: 0.2) }
            Thread.sleep(forTimeInterval: 3)
            if !server.isUp { givesUp.set() }
        }
        let full = try #require(try fill(store, &kept))
        // Stopped while it connects again, where no commit was on its way.
        let isStopped = full.kind == .interrupted && full.what.contains("nothing was saved")
        #expect(isStopped || [.inputOutput, .unavailable].contains(full.kind) && full.place?.file == store.location && full.next != nil, "\(full)")
        try FileManager.default.removeItem(atPath: filler)
        if server.isUp { try server.signal("QUIT") }
        try server.startAgain()
        let there = try #require(try count(trying))
        // Whether the last was saved may be unknown; then it says so.
        #expect(kept > 0 && (there == kept || there == kept + 2 && full.what.contains("not known")), "\(there) of \(kept): \(full)")
        let again = try trying.open()
        _ = try again.write { try $0.addBatch("after") }
        #expect(try count(trying) == there + 1 && again.read { try $0.damage() }.isEmpty)
    }
}

/// A disk of a few megabytes, in memory.
final class SmallDisk {
    let path: String

    /// Root can, where the system lets it.
    static let canBeMade = geteuid() == 0 && (try? SmallDisk(megabytes: 1)) != nil

    /// - Parameter server: whose tables are to be on it.
    init(megabytes: Int, for server: Server? = nil) throws {
        path = FileManager.default.temporaryDirectory.path + "/practice-disk-\(UID().text.suffix(12))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard SmallDisk.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=755", "tmpfs", path) else {
            try? FileManager.default.removeItem(atPath: path)
            throw Problem(.cannotCreate, "no disk of memory can be mounted here", value: path)
        }
        if let server {
            var facts = stat()
            stat(server.folder, &facts)
            chown(path, facts.st_uid, facts.st_gid)
            chmod(path, 0o700)
        }
    }

    deinit {
        _ = SmallDisk.run("umount", "--lazy", path)
        try? FileManager.default.removeItem(atPath: path)
    }

    func grow(to megabytes: Int) throws {
        guard SmallDisk.run("mount", "-o", "remount,size=\(megabytes)m", path) else { throw Problem(.cannotCreate, "a disk does not grow", value: path) }
    }

    /// Fills it with a file but for so many megabytes.
    func leave(megabytes: Int, _ file: String) throws {
        let free = try FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? Int ?? 0
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        for _ in 0..<max(0, free / (1 << 20) - megabytes) { try handle.write(contentsOf: Data(count: 1 << 20)) }
        try handle.close()
    }

    private static func run(_ words: String...) -> Bool {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = words
        program.standardOutput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        program.standardInput = FileHandle.nullDevice
        guard (try? program.run()) != nil else { return false }
        program.waitUntilExit()
        return program.terminationStatus == 0
    }
}
