import Foundation
import Testing

@testable import RegistryCore

@Suite struct AgoTests {
    @Test(arguments: [
        (-5, "just now"), (0, "just now"), (44, "just now"), (45, "a minute ago"), (89, "a minute ago"), (90, "2 minutes ago"), (3_540, "59 minutes ago"),
        (3_600, "an hour ago"), (7_200, "2 hours ago"), (86_399, "24 hours ago"), (86_400, "a day ago"), (3 * 86_400, "3 days ago"), (90 * 86_400, "on 2023-08-16"),
    ])
    func words(_ seconds: Int, _ expected: String) {
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(Ago.words(from: now.addingTimeInterval(Double(-seconds)), to: now) == expected)
    }
}
