import RegistryCore

extension Session {
    /// Reads anew which plugins are attached to this machine: from the next command on, the prompt knows just those.
    public func replug() throws {
        for plugin in plugins where plugin.from == .attached { plugin.end() }
        plugins = plugins.filter { $0.from != .attached }.withAttached(to: surroundings.machine)
        try reopen()
        try shell?.take(Assembly(plugins))
        // What was wrong with one may be mended, or be something else now.
        told = []
    }
}
