import Glibc
import Prompt
import Testing

@Suite("The history file") struct HistoryTests {
    /// A folder that lives as long as a test.
    final class Folder {
        let path: String

        init() throws {
            var name = Array("/tmp/practice-history-XXXXXX".utf8CString)
            path = String(cString: try #require(mkdtemp(&name)))
        }

        deinit { removeAll(path) }

        private func removeAll(_ path: String) {
            if let folder = opendir(path) {
                while let entry = readdir(folder) {
                    let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                    }
                    if name != ".", name != ".." { removeAll(path + "/" + name) }
                }
                closedir(folder)
            }
            remove(path)
        }
    }

    let folder: Folder
    let file: HistoryFile

    init() throws {
        folder = try Folder()
        file = HistoryFile(path: folder.path + "/state/practice/history-test")
    }

    func put(_ bytes: [UInt8], mode: mode_t = 0o600) throws {
        _ = file.append("made", at: 0)
        let stream = try #require(fopen(file.path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
        fclose(stream)
        chmod(file.path, mode)
    }

    func put(_ text: String, mode: mode_t = 0o600) throws { try put(Array(text.utf8), mode: mode) }

    func contents() throws -> String {
        let stream = try #require(fopen(file.path, "r"))
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, stream)], as: UTF8.self)
    }

    func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("starts empty, without a word") func noFile() {
        let (entries, notice) = file.load()
        #expect(entries.isEmpty)
        #expect(notice == nil)
    }

    @Test("belongs to its owner alone, folder included") func permissions() throws {
        #expect(file.append("one") == nil)
        #expect(mode(file.path) == 0o600)
        #expect(mode(folder.path + "/state/practice") == 0o700)
        chmod(file.path, 0o644)
        _ = file.load()
        #expect(mode(file.path) == 0o600)
    }

    @Test("keeps entries of several lines, in order, in Readline's format") func severalLines() throws {
        for entry in ["find bus", "submit\nfirst\n\nlast\n", "#1 is a comment", "#12\n# 13"] {
            #expect(file.append(entry, at: 7) == nil)
        }
        #expect(try contents().hasPrefix("#7\nfind bus\n#7\nsubmit\nfirst\n\nlast\n\n#7\n"))
        #expect(file.load().entries == ["find bus", "submit\nfirst\n\nlast\n", "#1 is a comment", " #12\n# 13"])
    }

    @Test("drops repetitions in a row") func repetitions() throws {
        for entry in ["a", "a", "b", "a"] { _ = file.append(entry) }
        #expect(file.load().entries == ["a", "b", "a"])
    }

    @Test("keeps the newest 5,000") func limit() throws {
        try put((1...5_010).map { "#\($0)\nfind \($0)\n" }.joined())
        let (entries, notice) = file.load()
        #expect(notice == nil)
        #expect(entries.count == HistoryFile.limit)
        #expect(entries.first == "find 11")
        #expect(try contents().hasPrefix("#11\nfind 11\n#12\n"))
        #expect(mode(file.path) == 0o600)
        #expect(file.append("more") == nil)
        #expect(file.load().entries.last == "more")
    }

    @Test("reads a file without time stamps, an entry a line") func plain() throws {
        try put("one\ntwo\n")
        #expect(file.append("three") == nil)
        #expect(file.load().entries == ["one", "two", "three"])
    }

    @Test("an entry that a crash cut off does not swallow the next") func cutOff() throws {
        try put("#1\nwhole\n#2\nhal")
        #expect(file.append("next", at: 3) == nil)
        #expect(file.load().entries == ["whole", "hal", "next"])
    }

    @Test("skips what is not text and says so") func damage() throws {
        let bytes: [[UInt8]] = [
            Array("#1\ngood\n#2\n".utf8), [0xFF, 0xFE, 0x0A], Array("#3\nnul\0\n#4\nfine\n".utf8),
        ]
        try put(Array(bytes.joined()))
        let (entries, notice) = file.load()
        #expect(entries == ["good", "fine"])
        #expect(notice?.contains("2 unreadable entries") == true)
    }

    @Test("reads only the end of a file that grew out of hand") func huge() throws {
        try put("#1\n" + String(repeating: "x", count: 5 << 20) + "\n#2\nlast\n")
        #expect(file.load().entries == ["last"])
        #expect(try contents() == "#2\nlast\n")
    }

    @Test("a folder, a FIFO or a file in the way is a notice, at once") func inTheWay() throws {
        let folderInPlace = HistoryFile(path: folder.path)
        #expect(folderInPlace.load().notice?.contains(folder.path) == true)
        #expect(folderInPlace.append("a") != nil)

        let fifo = HistoryFile(path: folder.path + "/fifo")
        #expect(mkfifo(fifo.path, 0o600) == 0)
        #expect(fifo.load().notice?.contains("not an ordinary file") == true)
        #expect(fifo.append("a") != nil)

        #expect(file.append("a") == nil)
        let below = HistoryFile(path: file.path + "/practice/history-x")
        #expect(below.append("a")?.contains("Everything else works") == true)
    }

    @Test("is not held up by another session's lock") func lock() throws {
        #expect(file.append("a") == nil)
        let other = open(file.path, O_RDONLY)
        defer { close(other) }
        #expect(flock(other, LOCK_EX) == 0)
        #expect(file.append("b") == nil)
        #expect(file.load().entries == ["a", "b"])
    }

    @Test("keeps no command that could hold a password", arguments: [
        "find --registry postgres://ana:secret@db", "find --registry=POSTGRES://ana:secret@db", "find --registry postgres:director:secret@h/d", "find --registry 'u:sec ret@h'",
        "move --to 'dbname=x password=secret'", "move --to dbname=x password=secret", "move --to 'dbname=x pasword=secret'", "find --registry 'postgres:///x?%70assword=secret'",
        "find --registry \"postgres://ana:secret@db", "postgre:ana:secret@db", "--registry \" postgres:/ana:secret@db\" find", " find bus", "find --registry “postgres://ana:secret@db” bus",
    ])
    func passwords(command: String) { #expect(!HistoryFile.keeps(command)) }

    @Test("keeps what people write", arguments: ["find bus", "comment P1 'ask: see https://x.org'", "comment P1 'a password is needed'", "submit --set service='Day care'", "relocate --to ./a=b", "find 'stage:open area:Carers'"])
    func kept(command: String) { #expect(HistoryFile.keeps(command)) }

    @Test("is found by the XDG rules") func place() {
        func path(_ name: String, _ variables: [String: String]) -> String {
            HistoryFile(name: name) { variables[$0] }.path
        }
        #expect(path("trafford", ["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/practice/history-trafford")
        #expect(path("trafford", ["XDG_STATE_HOME": "s", "HOME": "/h"]) == "/h/.local/state/practice/history-trafford")
        #expect(path("trafford", ["HOME": "/h"]) == "/h/.local/state/practice/history-trafford")
        let odd = ["../../etc", ".._.._etc", String(repeating: "é", count: 200)].map { path($0, ["HOME": "/h"]) }
        #expect(Set(odd).count == odd.count)
        for path in odd {
            #expect(path.hasPrefix("/h/.local/state/practice/history-"))
            #expect(path.split(separator: "/").count == 5)
            #expect(path.split(separator: "/").last?.utf8.count ?? 0 <= 128)
        }
    }
}
