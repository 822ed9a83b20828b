import Foundation
import RegistryCore
import Synchronization

/// A plugin's process that speaks the protocol: one request at a time, each answered or broken off.
final class PluginProcess: Sendable {
    /// What it is started with, and what is known of it.
    struct Start: Sendable {
        var manifest: Manifest
        /// The plugin's own folder.
        var folder: String
        var settings: JSONValue
        var machine: Machine
    }

    private struct State: Sendable {
        var child: Child
        var lastID = 0
        /// Whether the next request is cancelled as soon as it is sent.
        var isCancelled = false
    }

    let home: String
    private let folder: WorkingFolder
    private let start: Start
    private let state: Mutex<State>
    private let ended = Atomic<Bool>(false)

    /// Answers what the plugin asks while a request is open.
    typealias Serving = (_ method: String, _ params: JSONValue) throws -> JSONValue

    /// What may come within one request without answering it.
    static let mostMessages = 10_000, mostOfACommand = 100_000
    /// How long a process that was told to stop may take to say so, in milliseconds.
    private static let patience = 300

    /// Starts it, and holds what it says of itself against its manifest.
    init(_ start: Start) throws {
        let manifest = start.manifest
        self.start = start
        folder = try WorkingFolder(for: manifest.id)
        home = folder.path
        do {
            let child = try Child(
                ChildStart(
                    words: try Executable(manifest.executable, in: start.folder).words, home: home,
                    variables: PluginProcess.variables(of: manifest, home: home), memory: manifest.limits.memory << 20),
                longestLine: manifest.limits.reply << 20)
            state = Mutex(State(child: child))
        } catch {
            folder.remove()
            throw error
        }
        do {
            try greet()
        } catch {
            end()
            throw error
        }
    }

    deinit { end() }

    /// All that it sees of this machine.
    private static func variables(of manifest: Manifest, home: String) -> [String: String] {
        [
            "PATH": Executable.path, "LANG": "C.UTF-8", "HOME": home, "TMPDIR": home, "PRACTICE_PLUGIN": manifest.id,
            "PRACTICE_PROTOCOL": "1", "PYTHONDONTWRITEBYTECODE": "1",
        ]
    }

    private func greet() throws {
        let manifest = start.manifest
        let params: JSONValue = [
            "protocol": 1, "program": .string(programVersion), "plugin": .string(manifest.id), "settings": start.settings,
        ]
        let answer = try ask("initialize", params, within: .seconds(manifest.limits.start))
        let said = try Answer(answer, to: "initialize")
        guard try said.text("id") == manifest.id, try said.text("version") == manifest.version, try said.whole("protocol") == 1 else {
            throw Breach("says that it is \(try said.text("id")) \(try said.text("version")) of protocol \(try said.whole("protocol")), and its plugin.yaml says \(manifest.id) \(manifest.version) of protocol 1")
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// - Parameters:
    ///   - limit: how long it may take; since its last message where `serving` answers it meanwhile.
    ///   - progress: is told what it says of how far it is.
    /// - Throws: a `Breach`, after which it must be ended; a `Problem` that the plugin told, or of kind `interrupted`,
    ///   after which it may be asked again unless `isEnded`.
    func ask(
        _ method: String, _ params: JSONValue, within limit: Duration, serving: Serving? = nil, progress: ((Progress) -> Void)? = nil
    ) throws -> JSONValue {
        try ask(method, json: Array(params.line.utf8), within: limit, serving: serving, progress: progress)
    }

    /// The same, with the parameters as JSON already.
    func ask(
        _ method: String, json params: [UInt8], within limit: Duration, serving: Serving? = nil, progress: ((Progress) -> Void)? = nil
    ) throws -> JSONValue {
        try state.withLock { state in
            state.lastID += 1
            let id = state.lastID
            state.child.send(Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":"#.utf8) + params + Array("}".utf8))
            if state.isCancelled {
                state.child.send(Array(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":\#(id)}}"#.utf8))
                state.isCancelled = false
            }
            var deadline = ContinuousClock.now + limit
            let most = serving == nil ? PluginProcess.mostMessages : PluginProcess.mostOfACommand
            var count = 0
            while true {
                let arrival = try next(&state)
                guard case .line(let line) = arrival else {
                    if start.machine.isStopped() { throw stopped(id, &state) }
                    if ContinuousClock.now >= deadline {
                        _ = stopped(id, &state)
                        throw Breach("did not answer \(method) within \(limit.words)", log: state.child.lastLog)
                    }
                    continue
                }
                for message in try Message.all(in: line) {
                    count += 1
                    guard count <= most else { throw Breach("sent more than \(most) messages that answer nothing") }
                    switch message {
                    case .answer(let answered, let result):
                        guard answered == .number(Double(id)) else { throw Breach("answered with the id \(answered.line), and \(id) was asked") }
                        return try result.get()
                    case .progress(let said): progress?(said)
                    case .log(let text): start.machine.log(start.manifest.id, text)
                    case .other: break
                    case .request(let asked, let method, let params):
                        let (reply, isStopped) = reply(to: asked, method, params, serving)
                        state.child.send(Array(reply.utf8))
                        // Whatever the plugin makes of it: the person stopped the whole.
                        if isStopped { throw stopped(id, &state) }
                    }
                    if serving != nil { deadline = ContinuousClock.now + limit }
                }
                // A stream of messages is no reason to hear nobody who wants to stop.
                if start.machine.isStopped() { throw stopped(id, &state) }
                if ContinuousClock.now >= deadline { throw Breach("did not answer \(method) within \(limit.words)", log: state.child.lastLog) }
            }
        }
    }

    /// What it wrote, its log passed on, also that of one that ends.
    private func next(_ state: inout State) throws -> Child.Arrival {
        defer { for line in state.child.takeLog() { start.machine.log(start.manifest.id, line) } }
        return try state.child.next()
    }

    /// The answer to a request of the plugin, and whether the person stopped what it asked for.
    private func reply(to id: JSONValue, _ method: String, _ params: JSONValue, _ serving: Serving?) -> (String, isStopped: Bool) {
        let answer: (String, JSONValue)
        var isStopped = false
        do {
            guard let serving else { throw UnknownMethod() }
            answer = ("result", try serving(method, params))
        } catch is UnknownMethod {
            answer = ("error", ["code": -32601, "message": .string("there is nothing of that name to ask now: \(method)")])
        } catch {
            let problem = (error as? Problem) ?? Problem(.unavailable, "it could not be done")
            isStopped = problem.kind == .interrupted
            answer = ("error", Message.error(of: problem))
        }
        return (#"{"jsonrpc":"2.0","id":\#(id.line),"\#(answer.0)":\#(answer.1.line)}"#, isStopped)
    }

    /// Tells it to stop what it does, waits a moment for its answer, and ends it when there is none.
    private func stopped(_ id: Int, _ state: inout State) -> Problem {
        // What came of it, whoever runs the command says.
        let interrupted = Problem(.interrupted, "stopped")
        state.child.send(Array(#"{"jsonrpc":"2.0","method":"cancel","params":{"id":\#(id)}}"#.utf8))
        let deadline = ContinuousClock.now + .milliseconds(PluginProcess.patience)
        while ContinuousClock.now < deadline, let arrival = try? state.child.next() {
            guard case .line(let line) = arrival, let messages = try? Message.all(in: line) else { continue }
            for case .answer(.number(Double(id)), _) in messages { return interrupted }
        }
        end(&state)
        return interrupted
    }

    /// Sends a notification on its way with the next request.
    func notify(_ method: String, _ params: JSONValue) {
        state.withLock { $0.child.send(Array(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(params.line)}"#.utf8)) }
    }

    /// Cancels the next request at once, so that it arrives behind it.
    func cancelNext() { state.withLock { $0.isCancelled = true } }

    /// Whether it ends within 300 ms of the end of its input. It is ended in any case.
    func endsOfItself() -> Bool {
        state.withLock { state in
            let ends = state.child.endsOfItself()
            end(&state)
            return ends
        }
    }

    /// Whether it was ended: another has to be started.
    var isEnded: Bool { ended.load(ordering: .acquiring) }

    func end() { state.withLock { end(&$0) } }

    private func end(_ state: inout State) {
        guard !ended.exchange(true, ordering: .acquiringAndReleasing) else { return }
        state.child.end(home: home)
        folder.remove()
    }
}

/// Thrown by who serves a plugin's requests for one that there is not.
struct UnknownMethod: Error {}

extension Duration {
    /// “30 seconds”.
    var words: String { components.seconds == 1 ? "one second" : "\(components.seconds) seconds" }
}
