import RegistryCore
import Testing

@testable import RegistryShell

@Suite struct PickedTests {
    private static let references = (1...6).map { Reference($0 * 10) }

    @Test(arguments: [
        ("1-3 5", [0, 1, 2, 4]), ("5, 1", [0, 4]), ("-4", [0, 1, 2, 4, 5]), ("-2-5", [0, 5]), ("all", [0, 1, 2, 3, 4, 5]), ("all -1", [1, 2, 3, 4, 5]),
        ("1-4 -2", [0, 2, 3]), ("none", []), ("P30 p60", [2, 5]), ("P20-P40", [1, 2, 3]),
    ])
    func places(_ text: String, _ expected: [Int]) throws {
        #expect(try Picked(text, among: PickedTests.references).places == expected)
    }

    @Test(arguments: ["7", "0-2", "3-1", "P11", "x", "1-2-3", "--3", "none 2"])
    func whatIsNoPick(_ text: String) {
        #expect(throws: Picked.Misunderstood.self) { try Picked(text, among: PickedTests.references) }
    }
}
