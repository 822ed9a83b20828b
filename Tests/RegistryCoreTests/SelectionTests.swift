import RegistryCore
import Testing

/// What each form of a selection asks for.
@Suite struct SelectionTests {
    @Test(arguments: [
        ("", Condition.everything),
        (" \n ", .everything),
        ("bus", .word("bus", prefix: false)),
        ("wet day", .all([.word("wet", prefix: false), .word("day", prefix: false)])),
        ("wet and day", .all([.word("wet", prefix: false), .word("day", prefix: false)])),
        ("safe & day,", .all([.word("safe", prefix: false), .word("day", prefix: false)])),
        ("don't", .word("don't", prefix: false)),
        ("carers’", .word("carers’", prefix: false)),
        ("wheel*", .word("wheel", prefix: true)),
        ("9:30", .word("9:30", prefix: false)),
        ("http://x.org/?a=b", .word("http://x.org/?a=b", prefix: false)),
        ("\"wet day\"", .phrase(["wet", "day"])),
        ("“wet day”", .phrase(["wet", "day"])),
        ("\"wet day”", .phrase(["wet", "day"])),
        ("\"or\"", .phrase(["or"])),
        ("-bus", .not(.word("bus", prefix: false))),
        ("-\"wet day\"", .not(.phrase(["wet", "day"]))),
        ("a b or c", .any([.all([.word("a", prefix: false), .word("b", prefix: false)]), .word("c", prefix: false)])),
        ("a (b OR c)", .all([.word("a", prefix: false), .any([.word("b", prefix: false), .word("c", prefix: false)])])),
        ("-(a or b)", .not(.any([.word("a", prefix: false), .word("b", prefix: false)]))),
        ("((a))", .word("a", prefix: false)),
    ])
    func words(text: String, condition: Condition) throws {
        #expect(try SelectionExample.read(text).condition == condition)
    }

    @Test(arguments: [
        ("tag:bus", Condition.tag("transport")),
        ("tags:Wet-Day", .tag("wet-day")),
        ("keywords:bus", .tag("transport")),
        ("-tag:bus", .not(.tag("transport"))),
        ("stage:Promising", .stage("promising")),
        ("stage: promising", .stage("promising")),
        ("stage:\"being tried\"", .stage("developing")),
        ("stage>=promising", .any([.stage("promising"), .stage("adopted")])),
        ("stage:>=promising", .any([.stage("promising"), .stage("adopted")])),
        ("stage<developing", .stage("submitted")),
        ("by:me", .submitter("Ana")),
        ("by:\"me\"", .submitter("me")),
        ("submitter:\"Amina  Khan\"", .submitter("Amina Khan")),
        ("source:forms:2", .source("forms:2")),
        ("visibility:Team", .visibility(.team)),
        ("is:held", .held),
        ("held:no", .not(.held)),
        ("has:lessons", .present("lessons")),
        ("has:learning", .present("lessons")),
        ("has:rating.mean", .signal("rating.mean", .atLeast, -Double.greatestFiniteMagnitude)),
        ("P12", .number(12...12)),
        ("ref:p12", .number(12...12)),
        ("P2-P5", .number(2...5)),
        ("P2-5", .number(2...5)),
        ("P12, P14 bus", .all([.any([.number(12...12), .number(14...14)]), .word("bus", prefix: false)])),
        ("\"P45\"", .phrase(["P45"])),
        ("created>=2026-01", .created(.atLeast, "2026-01")),
        ("created:2026", .created(.equals, "2026")),
        ("created<=2026-12", .created(.less, "2027-01")),
        ("updated<31/12/2025", .updated(.less, "2025-12-31")),
        ("updated>2025-12-31", .updated(.atLeast, "2026-01-01")),
        ("updated<=9999", .everything),
        ("rating.mean>=4", .signal("rating.mean", .atLeast, 4)),
        ("Rating.Mean >= 4", .signal("rating.mean", .atLeast, 4)),
        ("adoption.sites:2", .signal("adoption.sites", .equals, 2)),
        ("adoption.sites>-1.5", .signal("adoption.sites", .greater, -1.5)),
    ])
    func registrysOwn(text: String, condition: Condition) throws {
        #expect(try SelectionExample.read(text).condition == condition)
    }

    @Test(arguments: [
        ("team:north", Condition.field("team", .contains, .text("north"))),
        ("TEAM:north*", .field("team", .contains, .text("north"))),
        ("team=\"North  team\"", .field("team", .equals, .text("North team"))),
        ("area:carers", .field("area", .equals, .text("Carers"))),
        ("service:\"care leavers\"", .field("area", .equals, .text("Care leavers"))),
        ("service-area=«Care leavers»", .field("area", .equals, .text("Care leavers"))),
        ("setting:ward", .field("setting", .equals, .text("Ward"))),
        ("setting:school", .field("setting", .contains, .text("school"))),
        ("setting=school", .field("setting", .equals, .text("school"))),
        ("support:Sharing", .field("support", .equals, .text("sharing"))),
        ("partners:\"bus company, north\"", .field("partners", .equals, .text("bus company, north"))),
        ("savings>£1,200", .field("savings", .greater, .number(1200))),
        ("savings:0", .field("savings", .equals, .number(0))),
        ("savings>-1", .field("savings", .greater, .number(-1))),
        ("started:2016", .all([.field("started", .atLeast, .text("2016")), .field("started", .less, .text("2017"))])),
        ("since:2016-12", .all([.field("started", .atLeast, .text("2016-12")), .field("started", .less, .text("2017-01"))])),
        ("started=31/01/2016", .all([.field("started", .atLeast, .text("2016-01-31")), .field("started", .less, .text("2016-02-01"))])),
        ("started<2016-01-01", .field("started", .less, .text("2016"))),
        ("started>=\"March 2016\"", .field("started", .atLeast, .text("2016-03"))),
        ("started<=2016-02-29", .field("started", .less, .text("2016-03"))),
        ("started>2015", .field("started", .atLeast, .text("2016"))),
        ("started>9999-12-31", .any([])),
    ])
    func fields(text: String, condition: Condition) throws {
        #expect(try SelectionExample.read(text).condition == condition)
    }

    @Test(arguments: [
        ("bus wet bus", ["bus", "wet", "bus"]),
        ("wheel* \"wet day\" -rain tag:bus team:north P12", ["wheel*", "wet day"]),
        ("a or -(b c) d", ["a", "d"]),
    ])
    func wordsInOrder(text: String, words: [String]) throws {
        #expect(try SelectionExample.read(text).words == words)
    }
}

/// A home to select in, small enough to see what each test means.
enum SelectionExample {
    static let vocabulary: SelectionVocabulary? = try? SelectionVocabulary(
        fields: FieldDefinitions(yaml: """
            fields:
              - {name: title, label: Title, type: text}
              - {name: problem, label: What was not working, type: long text}
              - {name: change, label: What you do differently, type: long text}
              - {name: who, label: Who it is for, type: text}
              - {name: area, label: Service area, type: choice, synonyms: [service], choices: [Carers, Care leavers, Learning disability]}
              - {name: setting, label: Setting, type: choice, choices: [Home, Ward], open: true}
              - {name: team, label: Team, type: text}
              - {name: started, label: Started, type: date, synonyms: [start date, since]}
              - {name: support, label: What would help, type: list, choices: [support, sharing, development]}
              - {name: partners, label: Partners, type: list}
              - {name: tags, label: Tags, type: list, synonyms: [keywords]}
              - {name: lessons, label: What you have learnt, type: long text, synonyms: [learning]}
              - {name: savings, label: Savings in a year, type: number, minimum: 0}
            """),
        stages: StageDefinitions(yaml: """
            stages:
              - {name: submitted, label: Submitted, path: forward, next: developing}
              - {name: developing, label: Being tried, path: forward, next: promising}
              - {name: promising, label: Promising, path: forward, next: adopted}
              - {name: adopted, label: Adopted, path: forward}
              - {name: merged, label: Merged, path: aside}
              - {name: withdrawn, label: Withdrawn, path: aside}
            """),
        tags: TagVocabulary(yaml: "tags: [{name: transport, synonyms: [bus, travel]}]"),
        signals: ["rating.mean", "adoption.sites"], me: "Ana")

    static func read(_ text: String) throws -> Selection {
        try Selection(text, vocabulary: #require(vocabulary))
    }
}
