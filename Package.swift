// swift-tools-version: 6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// A plugin that ships: a folder of `Plugins`, which sees the core and the shell, and no other plugin.
func plugin(_ folder: String, _ further: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(
        name: "\(folder)Plugin", dependencies: ["RegistryCore", "RegistryShell", argumentParser] + further,
        path: "Plugins/\(folder)", exclude: ["README.md"], resources: resources)
}

/// What `plugins new` writes, a file each: LANGUAGE-FILE.txt, so that none is taken for a source of this package.
let templates = [
    "python-plugin.yaml", "python-main.py", "python-practice.py", "python-test_main.py", "python-README.md",
    "shell-plugin.yaml", "shell-main.sh", "shell-test.sh", "shell-README.md",
    "swift-plugin.yaml", "swift-Package.swift", "swift-build.sh", "swift-gitignore", "swift-README.md", "swift-main.swift", "swift-JSON.swift",
    "swift-Conversation.swift", "swift-Thanks.swift", "swift-ThanksTests.swift",
].map { Resource.embedInCode("Scaffold/Templates/\($0).txt") }

/// The tests of a plugin: what it brings, used as its users do.
func tests(ofPlugin folder: String) -> Target {
    .testTarget(name: "\(folder)Tests", dependencies: ["Fixture", "RegistryCore", "RegistryShell", .target(name: "\(folder)Plugin")], exclude: ["Exchange": ["Cases"], "External": ["Plugins"], "Tabular": ["Cases"]][folder] ?? [])
}

/// The plugins that ship. A test holds this list, `Plugins/Standard` and the folders together.
let shipped = [
    "Adoption", "Catalogue", "Confidentiality", "Evidence", "Exchange", "External", "Insights", "JSONLines", "Keeping", "Promotion", "Rating", "Records",
    "Sharing", "Similarity", "Tabular", "Tagging", "Tour",
]

let package = Package(
    name: "practice-registry",
    // For a build of one's own with further plugins: see examples/compose.
    products: [
        .library(name: "Launch", targets: ["Launch"]), .library(name: "RegistryCore", targets: ["RegistryCore"]),
        .library(name: "RegistryShell", targets: ["RegistryShell"]), .library(name: "Standard", targets: ["Standard"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .target(name: "RegistryCore", dependencies: ["Yams", crypto]),
        .target(name: "RegistryShell", dependencies: ["RegistryCore", argumentParser]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "SQLiteStore", dependencies: ["RegistryCore", "CSQLite", grdb]),
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "PostgresStore", dependencies: ["RegistryCore", "CLibPQ"],
            resources: ["tables", "roles", "functions", "search", "finding", "imports", "checks", "policies", "distributed"].map { .embedInCode("Schema/\($0).sql") }),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
        .target(name: "Prompt", dependencies: ["CReadline", "RegistryCore", "RegistryShell"]),
        .target(name: "Launch", dependencies: ["Prompt", "RegistryCore", "RegistryShell", "PostgresStore", "SQLiteStore", "StarterRegistry"]),
        .executableTarget(name: "practice", dependencies: ["Launch", "Standard"]),
        .target(
            name: "StarterRegistry", path: "registry",
            resources: ["fields", "stages", "evidence", "tags", "founding"].map { .embedInCode("\($0).yaml") }),
        .target(name: "Standard", dependencies: ["RegistryCore"] + shipped.map { .init(stringLiteral: "\($0)Plugin") }, path: "Plugins/Standard"),
        .target(name: "Fixture", dependencies: ["PostgresStore", "RegistryCore", "RegistryShell", "Server", "SQLiteStore", "Standard", "StarterRegistry"], path: "Tests/Fixture"),
        .executableTarget(name: "Benchmarks", dependencies: ["Launch", "PostgresStore", "RegistryCore", "Server", "Standard"], path: "Tests/Benchmarks"),
        .target(name: "StoreContract", dependencies: ["RegistryCore"], path: "Tests/StoreContract"),
        .target(name: "Server", dependencies: ["RegistryCore"], path: "Tests/Server"),
        .testTarget(name: "RegistryCoreTests", dependencies: ["RegistryCore", "StarterRegistry"]),
        .testTarget(name: "RegistryShellTests", dependencies: ["RegistryCore", "RegistryShell", "Fixture"]),
        .testTarget(name: "SQLiteStoreTests", dependencies: ["SQLiteStore", "StoreContract", "RegistryCore", "CSQLite", grdb]),
        .testTarget(name: "PostgresStoreTests", dependencies: ["Fixture", "PostgresStore", "Server", "Standard", "StoreContract", "RegistryCore"]),
        .testTarget(name: "PromptTests", dependencies: ["Prompt", "RegistryShell"]),
        .testTarget(name: "Terminal", dependencies: ["practice", "Server"]),
        .testTarget(name: "SpreadsheetTests", dependencies: ["practice"], exclude: ["Workbooks"]),
        // The plugin by which Plugins/README.md teaches, under a name that leaves its own free for who follows it.
        .target(name: "FirstPlugin", dependencies: ["RegistryCore", "RegistryShell", argumentParser], path: "examples/compose/Sources/Thanks"),
        .testTarget(name: "ExtensionPointTests", dependencies: ["FirstPlugin", "Fixture", "RegistryCore", "RegistryShell", argumentParser]),
        .testTarget(name: "PackageTests", dependencies: ["practice", "Fixture", "RegistryCore", "RegistryShell", "Server", "Standard"]),
    ] + shipped.map { $0 == "External" ? plugin($0, ["CProcess"], resources: templates) : plugin($0) } + shipped.map { tests(ofPlugin: $0) }
)
