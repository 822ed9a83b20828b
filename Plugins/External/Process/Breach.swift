import RegistryCore

/// What a plugin's process did that the protocol does not allow, as a clause that follows its name: “answered with the
/// id 9, and 3 was asked”.
struct Breach: Error, Equatable {
    var what: String
    /// The last lines of its log, where they may say why.
    var log: [String] = []

    init(_ what: String, log: [String] = []) {
        self.what = what
        self.log = log
    }

    /// As people read it.
    ///
    /// - Parameter id: the plugin's.
    func problem(of id: String) -> Problem {
        Problem(.plugin, "the plugin “\(id)” \(what)", details: log, next: "plugins disable \(id) goes on without it; plugins check FOLDER says what is wrong")
    }
}
