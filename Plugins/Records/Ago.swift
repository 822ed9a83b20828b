import Foundation

/// How long ago something was, in words: “5 minutes ago”. It needs no time zone, which a registry does not keep.
enum Ago {
    static func words(_ date: Date, now: Date = .now) -> String {
        let minutes = Int(now.timeIntervalSince(date) / 60)
        return switch minutes {
        case ..<1: "just now"
        case ..<60: counted(minutes, "minute")
        case ..<(60 * 24): counted(minutes / 60, "hour")
        case ..<(60 * 24 * 14): counted(minutes / (60 * 24), "day")
        case ..<(60 * 24 * 60): counted(minutes / (60 * 24 * 7), "week")
        default: counted(minutes / (60 * 24 * 30), "month")
        }
    }

    private static func counted(_ number: Int, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s") ago" }
}
