import Foundation

extension String {
    /// A path whose `~/` is the person's home folder: `$HOME`, as a shell has it, else the account's.
    public var inHomeFolder: String {
        guard self == "~" || hasPrefix("~/") else { return self }
        let home = ProcessInfo.processInfo.environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
        return home + dropFirst()
    }
}
