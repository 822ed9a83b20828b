import RegistryCore
import Testing

@Suite struct SQLNameTests {
    @Test(arguments: [
        ("lea", "lea"), ("_a1", "_a1"), ("Lea", "\"Lea\""), ("user", "\"user\""), ("1a", "\"1a\""), ("", "\"\""), ("Ülla Öhm", "\"Ülla Öhm\""),
        ("O'Brien \"Q\" x", "\"O'Brien \"\"Q\"\" x\""), ("a-b", "\"a-b\""), ("é", "\"é\""), ("a$", "\"a$\""),
    ])
    func aNameIsReadBack(_ name: String, _ quoted: String) { #expect(SQLName.quoted(name) == quoted) }
}
