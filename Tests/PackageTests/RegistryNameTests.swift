import Foundation
import Server
import Testing

/// The real program, told by words where its registry is.
@Suite struct RegistryNameTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "naming-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test(arguments: ["POSTGRES:/ana:sekret@db/x", "postgres:ana:sekret@db", "dbname=x password=sekret", " postgres://ana:sekret@db", "postgre://ana:sekret@db", "postgres:///x?%70assword=sekret"])
    func whatIsNoAddressMakesNoFileAndIsShownWithoutItsPassword(_ name: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Program.run(["init"], in: folder, as: "admin").code == 0)
        #expect(FileManager.default.createFile(atPath: folder.appending(path: "x").path, contents: Data()))
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        for words in [["--registry", name, "init"], ["--registry", name, "find"], ["--registry=\(name)", "restore", "x"], ["move", "--to", name], ["relocate", "--to", name], ["find", "--nosuch", "--registry", name]] {
            let (code, said) = try Program.run(words, in: folder, as: "admin")
            #expect(code == 64 && !said.contains("sekret"), "\(words): \(said)")
        }
        #expect(try !Program.run([name], in: folder, as: "admin").said.contains("sekret"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
        #expect(try Program.run(["--registry", name, "help"], in: folder, as: "admin").code == 0)
    }

    @Test func aFileOfSuchANameIsReachedByItsFolder() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Program.run(["--registry", "./dbname=x", "init"], in: folder, as: "admin").code == 0)
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "dbname=x").path))
    }

    @Test func aServersWordsAreItsOwnAndAPasswordFileIsToldOfOnce() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try Database(on: Server.shared.get()), address = try database.address(as: "admin", makesRegistry: true)
        #expect(FileManager.default.createFile(atPath: folder.appending(path: ".pgpass").path, contents: Data(), attributes: [.posixPermissions: 0o644]))
        let (code, said) = try Program.run(["--registry", address, "init"], in: folder, as: "admin")
        #expect(code == 0 && said.contains("Without --as, the login admin is admin."), "\(said)")
        #expect(said.components(separatedBy: ".pgpass").count == 2 && !said.contains("WARNING"), "\(said)")
        let again = try Program.run(["--registry", address, "--home", "other", "init", "--distributed"], in: folder, as: "admin")
        #expect(again.code == 1 && again.said.contains("leave --distributed out"), "\(again.said)")
    }
}
