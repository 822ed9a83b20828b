import Testing

@testable import RegistryShell

@Suite("Paging: results longer than a screen")
struct PagingTests {
    /// A pager of five lines that remembers what it was given.
    final class FakePager: Pager {
        var room: Int? = 5
        var shown = ""
        var isRunning = false
        var starts = true
        /// Characters that the person reads before leaving.
        var patience = Int.max
        /// What was handed over, where the pager turns out to have never begun.
        var neverBegan = false
        var trouble: String?

        func start() -> Bool {
            isRunning = starts
            if !starts { trouble = "no pager" }
            return starts
        }

        func write(_ text: String) throws {
            shown += text
            if shown.count > patience { throw Unread() }
        }

        func finish() -> String? {
            isRunning = false
            guard neverBegan else { return nil }
            trouble = "no pager"
            room = nil
            return shown
        }

        func takeTrouble() -> String? {
            defer { trouble = nil }
            return trouble
        }
    }

    final class Screen {
        var text = ""
        let pager = FakePager()
        lazy var output: Output = {
            let output = Output(result: { [unowned self] in text += $0 }, message: { [unowned self] in text += "! " + $0 }, width: { 10 })
            output.pager = pager
            return output
        }()
    }

    let screen = Screen()
    var output: Output { screen.output }
    static let page = "1\n2\n3\n4\n5\n"

    @Test("a screen is printed as it is")
    func fits() throws {
        try output.paged { try output.result(Self.page) }
        #expect(screen.text == Self.page && screen.pager.shown.isEmpty)
    }

    @Test("a line more goes to the pager, whatever the pieces", arguments: [["1\n2\n3\n4\n5\n6\n"], ["1\n2\n", "3\n4\n5\n", "6\n"]])
    func beyond(pieces: [String]) throws {
        try output.paged { for piece in pieces { try output.result(piece) } }
        #expect(screen.pager.shown == pieces.joined() && screen.text.isEmpty && !screen.pager.isRunning)
    }

    @Test("a line wider than the terminal counts for the rows that it takes")
    func wide() {
        #expect(Paging.rows(of: String(repeating: "x", count: 21) + "\n", width: 10, atMost: 9) == 3)
        #expect(Paging.rows(of: "日本日本日本\nab", width: 10, atMost: 9) == 3)
        #expect(Paging.rows(of: "\n\n\n\n", width: 10, atMost: 2) == 2)
    }

    @Test("the pager starts with the first screen, and the rest goes on into it")
    func streams() throws {
        try output.paged {
            for number in 1...6 { try output.result("\(number)\n") }
            #expect(screen.pager.isRunning && screen.pager.shown == "1\n2\n3\n4\n5\n6\n")
            try output.result("7\n")
        }
        #expect(screen.pager.shown.hasSuffix("6\n7\n"))
    }

    @Test("messages stand after what was printed so far, or wait until the pager was left")
    func messages() throws {
        try output.paged {
            try output.result("1\n")
            output.message("short")
            try output.result(Self.page + "6\n")
            output.message("long")
            #expect(screen.text == "1\n! short\n")
        }
        #expect(screen.text == "1\n! short\n! long\n")
    }

    @Test("leaving the pager ends the command, and is no error")
    func left() throws {
        screen.pager.patience = 20
        var count = 0
        try output.paged {
            for number in 1...1000 {
                try output.result("\(number)\n")
                count = number
            }
        }
        #expect(count < 20 && !screen.pager.isRunning)
    }

    @Test("leaving it inside a command that another runs ends that one alone")
    func leftInside() throws {
        screen.pager.patience = 5
        var goesOn = false
        try output.paged {
            try output.paged { try output.result(Self.page + "6\n") }
            goesOn = true
        }
        #expect(goesOn)
    }

    @Test("a question waits until the pager was left")
    func settles() throws {
        try output.paged {
            try output.result("1\n")
            output.settle()
            #expect(screen.text == "1\n")
            try output.result(Self.page + "6\n")
            output.settle()
            #expect(!screen.pager.isRunning)
        }
    }

    @Test("a pager that does not start is told of once, and all is printed")
    func doesNotStart() throws {
        screen.pager.starts = false
        try output.paged { try output.result(Self.page + "6\n") }
        #expect(screen.text == Self.page + "6\n! no pager\n")
    }

    @Test("what a pager was given and never showed is printed")
    func neverBegan() throws {
        screen.pager.neverBegan = true
        try output.paged { try output.result(Self.page + "6\n") }
        try output.paged { try output.result(Self.page + "7\n") }
        #expect(screen.text == Self.page + "6\n! no pager\n" + Self.page + "7\n")
    }

    @Test("an error is told after the results")
    func error() {
        struct Wrong: Error {}
        #expect(throws: Wrong.self) {
            try output.paged {
                try output.result("1\n")
                throw Wrong()
            }
        }
        #expect(screen.text == "1\n")
    }

    @Test("scripts and those who want no input are not paged")
    func unpaged() throws {
        try output.paged { try output.unpaged { try output.result(Self.page + "6\n") } }
        try output.paged(unless: true) { try output.result(Self.page + "7\n") }
        #expect(screen.pager.shown.isEmpty && screen.text.hasSuffix("7\n"))
    }
}
