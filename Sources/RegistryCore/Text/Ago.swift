import Foundation

extension Registry {
    /// How long ago a moment was, as people say it: “a minute ago”, “3 days ago”.
    public func ago(_ moment: Date) -> String { Ago.words(from: moment, to: now) }
}

/// The time that has passed, in the one unit that matters.
enum Ago {
    static func words(from moment: Date, to now: Date) -> String {
        let seconds = max(0, Int(now.timeIntervalSince(moment)))
        switch seconds {
        case ..<45: return "just now"
        case ..<90: return "a minute ago"
        case ..<3_600: return "\(max(2, (seconds + 30) / 60)) minutes ago"
        case ..<5_400: return "an hour ago"
        case ..<86_400: return "\((seconds + 1_800) / 3_600) hours ago"
        case ..<(86_400 * 2): return "a day ago"
        case ..<(86_400 * 60): return "\(seconds / 86_400) days ago"
        default: return "on \(CalendarDate(moment))"
        }
    }
}
