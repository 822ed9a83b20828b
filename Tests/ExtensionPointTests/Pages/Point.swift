/// What a page shows of an extension point beside its doc comments: a sample and its tests, by their names.
///
/// A point that is missing here has no page, and a test says so.
struct Point {
    /// The protocol, or `Command`.
    var type: String
    /// What a plugin writes, where that is not the point's own type.
    var written: String?
    /// Types of Sample.swift.
    var samples: [String]
    /// Tests of ExtensionPointTests.swift.
    var tests: [String]

    static let all = [
        Point(type: "Command", written: "ArgumentCommand", samples: ["WaveCommand"], tests: ["commandIsFoundHelpedAndRun"]),
        Point(type: "Kind", samples: ["WavePayload", "Wave"], tests: ["kindIsValidatedStoredJournaledAndSearchable", "kindsRuleIsTheCores"]),
        Point(type: "Signal", samples: ["WaveCount"], tests: ["signalIsStoredAndSelects"]),
        Point(type: "Check", samples: ["ForbiddenWord"], tests: ["whatACheckBlocksIsRefusedOnEveryPath", "whatACheckWarnsOfIsHeldWithAReason"]),
        Point(type: "Gate", samples: ["WaveGate"], tests: ["gateHoldsWithWhatIsMissingAndTheNextCommand", "gateParametersAreStrict"]),
        Point(type: "Importer", samples: ["LineImporter"], tests: ["importerAndExporter"]),
        Point(type: "Exporter", samples: ["LineExporter"], tests: ["importerAndExporter"]),
        Point(type: "Channel", samples: ["WaveChannel"], tests: ["channelDelivers"]),
        Point(type: "Section", samples: ["WaveSection"], tests: ["sectionShowsOnThePage"]),
        Point(type: "Observer", samples: ["WaveObserver"], tests: ["observerIsToldAndCannotUndo"]),
    ]

    /// What brings the extensions: no point, and it has a page like one.
    static let plugin = Point(type: "Plugin", samples: ["SamplePlugin"], tests: ["aMisspeltSettingNamesFileAndLine"])

    /// The word of the documentation: `kind`.
    var name: String { type.lowercased() }
    /// Its page, from the root of the package.
    var page: String { "docs/extension-points/\(name).md" }
}
