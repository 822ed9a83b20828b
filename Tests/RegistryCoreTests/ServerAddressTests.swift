import RegistryCore
import Testing

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("postgres://director@db/practice", "postgres://db/practice"), ("postgres:///practice?host=/run&user=director&port=5433", "postgres:///practice?host=/run&port=5433"),
        ("postgresql:///?user=director", "postgresql:///"), ("postgres://db/a@b", "postgres://db/a@b"), ("/home/ana/registry", "/home/ana/registry"),
    ])
    func everybodysHasNobodysLogin(_ address: String, _ everybodys: String) { #expect(ServerAddress.withoutLogin(address) == everybodys) }

    @Test(arguments: ["host=localhost password=secret", "dbname = practice", "password='a b' host=x", "SERVICE=practice"])
    func settingsAreNoAddress(_ text: String) {
        #expect(ServerAddress.isSettings(text))
        #expect(!ServerAddress.masked(text).contains("secret") && !ServerAddress.masked(text).contains("a b"))
    }

    @Test(arguments: ["postgres://db/practice?host=x", "folder/a=b", "host", "hosts=1"])
    func whatIsNone(_ text: String) { #expect(!ServerAddress.isSettings(text)) }

    @Test func aLineThatWasTypedKeepsNoPassword() {
        #expect(ServerAddress.masked(inLine: "find --registry 'host=db password=secret'") == "find --registry 'host=db password=…'")
        #expect(!ServerAddress.masked(inLine: "find --registry \"password = 'se cret' host=db\" x").contains("cret"))
        #expect(ServerAddress.masked(inLine: "comment P1 'a password is needed'") == "comment P1 'a password is needed'")
    }
}
