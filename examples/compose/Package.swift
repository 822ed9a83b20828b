// swift-tools-version: 6.1
import PackageDescription

// A copy of this folder elsewhere depends on the repository instead: .package(url: "…", from: "…").
let package = Package(
    name: "compose",
    dependencies: [
        .package(name: "practice-registry", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        .executableTarget(name: "our-practice", dependencies: [
            .product(name: "Launch", package: "practice-registry"), .product(name: "Standard", package: "practice-registry"), "Thanks",
        ]),
        .target(name: "Thanks", dependencies: [
            .product(name: "RegistryCore", package: "practice-registry"), .product(name: "RegistryShell", package: "practice-registry"),
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ]),
    ]
)
