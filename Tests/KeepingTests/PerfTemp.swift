import Fixture
import Foundation
import RegistryCore
import Testing

@Test func perfTemp() throws {
    func rss() -> Int { Int(((try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? "").split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(whereSeparator: { !$0.isNumber }).first ?? "0") ?? 0 }
    let fixture = try Fixture()
    let text = String(repeating: "some words about buses and wheelchairs ", count: 20)
    let n = 20_000
    var t = Date()
    try fixture.perform((1...n).map { .submit(Draft(fields: ["title": .text("Idea \($0)"), "problem": .text(text)], tags: ["transport"])) }, as: "ana")
    print("PERF submit", Date().timeIntervalSince(t), rss()); t = Date()
    try fixture.perform((1...n).map { rating(1 + $0 % 5, on: $0) }, as: "ben")
    print("PERF rate", Date().timeIntervalSince(t), rss()); t = Date()
    try FileManager.default.copyItem(atPath: fixture.path, toPath: "/tmp/h-pc-tmp/big")
}
