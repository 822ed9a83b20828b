// swift-tools-version: 6.1
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// A plugin that ships: a folder of `Plugins`, which sees the core and the shell, and no other plugin.
func plugin(_ folder: String, _ further: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(folder)Plugin", dependencies: ["RegistryCore", "RegistryShell", argumentParser] + further,
        path: "Plugins/\(folder)")
}

/// The plugins that ship. A test holds this list, `Plugins/Standard` and the folders together.
let shipped = ["Rating"]

let package = Package(
    name: "practice-registry",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .target(name: "RegistryCore", dependencies: ["Yams", crypto]),
        .target(name: "RegistryShell", dependencies: ["RegistryCore", argumentParser]),
        .target(
            name: "StarterRegistry", path: "registry",
            resources: ["fields", "stages", "evidence", "tags", "founding"].map { .embedInCode("\($0).yaml") }),
        .target(name: "Standard", dependencies: ["RegistryCore"] + shipped.map { .init(stringLiteral: "\($0)Plugin") }, path: "Plugins/Standard"),
    ] + shipped.map { plugin($0) }
)
