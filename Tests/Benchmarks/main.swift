import Foundation
import Launch
import RegistryCore
import Server
import Standard

// Measures what imports and exports cost, and what a registry on a server answers, each against its peer in the same run:
// `make bench`, or `make bench ROWS=100000`. It prints ratios, since seconds say more about the machine than about the program, and how far they lie
// apart. The same executable is the program that is measured: `Benchmarks practice …` with every plugin, `Benchmarks
// practice-unchecked …` without those that contribute checks.

let arguments = CommandLine.arguments.dropFirst()

switch arguments.first {
case "practice", "practice-unchecked":
    let isChecked = arguments.first == "practice"
    let plugins: [any Plugin] = isChecked ? Standard.plugins : Standard.plugins.map(Unchecked.init)
    exit(Launch.run(plugins: plugins, words: Array(arguments.dropFirst())))
default:
    do {
        let choices = try Choices(Array(arguments))
        var table = Table()
        if choices.only != .server { try Bench(choices).run(&table) }
        if choices.only != .file {
            if Server.isInstalled { try ServerBench(choices).run(&table) } else { print("PostgreSQL's programs are not here: nothing is measured on a server") }
        }
        table.print()
        exit(choices.isStrict && table.isOver ? 1 : 0)
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        exit(1)
    }
}

/// A plugin without its checks.
struct Unchecked: Plugin {
    let plugin: any Plugin
    init(_ plugin: any Plugin) { self.plugin = plugin }
    var id: String { plugin.id }
    var summary: String { plugin.summary }
    func extensions(_ settings: Settings) throws -> [any Extension] { try plugin.extensions(settings).filter { !($0 is any Check) } }
}

/// What the benchmarks are told.
struct Choices {
    var rows = 1_000_000
    /// How often everything is done, for medians: three times where that takes no quarter of an hour.
    var rounds = 0
    /// What is measured alone; nil for all.
    var only: Part?
    /// How long clients work at the same time.
    var seconds = 60
    var keeps = false
    var isStrict = false

    enum Part: String {
        case file, server
    }

    struct Wrong: Error, CustomStringConvertible {
        var description: String
    }

    init(_ words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--rows":
                guard let text = rest.popFirst(), let rows = Int(text), rows >= 1000 else { throw Wrong(description: "--rows takes a number from 1000") }
                self.rows = rows
            case "--rounds":
                guard let text = rest.popFirst(), let rounds = Int(text), rounds >= 1 else { throw Wrong(description: "--rounds takes a number from 1") }
                self.rounds = rounds
            case "--only":
                guard let text = rest.popFirst(), let part = Part(rawValue: text) else { throw Wrong(description: "--only takes file or server") }
                only = part
            case "--seconds":
                guard let text = rest.popFirst(), let seconds = Int(text), seconds >= 2 else { throw Wrong(description: "--seconds takes a number from 2") }
                self.seconds = seconds
            case "--keep": keeps = true
            case "--strict": isStrict = true
            default: throw Wrong(description: "“\(word)” is no option; these are: --rows N, --rounds N, --only file|server, --seconds N, --keep, --strict")
            }
        }
        if rounds == 0 { rounds = rows > 200_000 ? 1 : 3 }
    }
}
