import Foundation

extension Server {
    /// Puts a dump of a database into a folder, as a backup has it.
    public func dump(_ database: String, to file: String) throws {
        _ = try run("pg_dump", ["--format=custom", "--file=\(file)", address(database)])
    }

    /// Makes a database of a dump, of this server's or of another's, and returns its name.
    public func restored(_ file: String) throws -> String {
        let name = try database()
        _ = try run("pg_restore", ["--exit-on-error", "--dbname=\(address(name))", file])
        return name
    }
}

extension Server {
    /// Runs statements each by itself in one session, and returns what psql prints.
    @discardableResult
    public func psql(each statements: [String], in database: String, as login: String = Server.owner) throws -> String {
        try run("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address(database, login: login)] + statements.flatMap { ["-c", $0] })
            .trimmingCharacters(in: .newlines)
    }
}
