import Foundation
import Server
import Testing

/// Somebody at a prompt whose server stands still.
@Suite(.enabled(if: Server.isAsked), .serialized) struct HungServerTests {
    @Test func ctrlCGivesThePromptBackAndAsksTheServerNothing() throws {
        let server = try Server()
        let place = try PromptTests.Place(on: server)
        let terminal = try place.prompt()
        try server.signal("STOP")
        defer { try? server.signal("CONT") }
        terminal.send("find\r")
        // The line is taken, and nothing comes.
        try terminal.expect("find")
        Thread.sleep(forTimeInterval: 1)
        terminal.send("\u{3}")
        try terminal.expect("stopped")
        try terminal.expect("home ana> ")
        // The prompt has come while nothing answers.
        terminal.send("help nonsense\r")
        try terminal.expect("home ana> ")
        try server.signal("CONT")
        terminal.send("find --count\r")
        try terminal.expect("home ana> ")
        #expect(!terminal.screen().joined(separator: "\n").contains("was lost"), "the person stopped it, and knows")
        terminal.send("quit\r")
        #expect(try terminal.wait() == .code(0))
    }
}
