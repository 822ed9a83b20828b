import Foundation
import Launch
import RegistryCore
import Standard

// Measures what imports and exports cost, each against its peer in the same run: `make bench`, or `make bench
// ROWS=100000`. It prints ratios, since seconds say more about the machine than about the program, and how far they lie
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
        exit(try Bench(choices).run())
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
    var keeps = false
    var isStrict = false

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
            case "--keep": keeps = true
            case "--strict": isStrict = true
            default: throw Wrong(description: "“\(word)” is no option; these are: --rows N, --rounds N, --keep, --strict")
            }
        }
        if rounds == 0 { rounds = rows > 200_000 ? 1 : 3 }
    }
}
