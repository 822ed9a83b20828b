import RegistryCore
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,2.5,-3,1000000]", #"{"a":"é日本👩‍🦽","b":[null,{"c":"\u001b[0m\n"}]}"#, #""\"\\""#,
    ])
    func readsWhatItWrites(_ text: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(try JSONValue(parsing: value.line) == value)
        #expect(try JSONValue(parsing: value.pretty) == value)
        #expect(try JSONValue(parsing: value.canonical) == value)
    }

    @Test func canonicalTextDoesNotDependOnOrder() throws {
        #expect(try JSONValue(parsing: #"{"b":1,"a":2}"#).canonical == #"{"a":2,"b":1}"#)
    }

    @Test(arguments: [
        "", "tru", "[1,]", "{\"a\":1,\"a\":2}", "\"a", "01", "1.", "+1", "\"\\u12\"", "\"\\ud800\"", "[1] 2", "{a:1}", "1e999", "\"\t\"", "nan",
    ])
    func refusesWhatIsNotJSON(_ text: String) {
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: text) }
    }

    @Test func refusesDeepNestingWithoutOverflow() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: deep) }
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(throws: JSONProblem.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func numbersAreWrittenAsPeopleDo() {
        #expect(JSONValue.text(of: 4) == "4")
        #expect(JSONValue.text(of: 4.5) == "4.5")
        #expect(JSONValue.number(.infinity).line == "null")
    }

    @Test func codesAnyCodableValue() throws {
        let evidence = Evidence(kind: "observation", strength: 1, direction: "better", finding: "Seen")
        #expect(try JSONValue(encoding: evidence).decoded(as: Evidence.self) == evidence)
    }
}
