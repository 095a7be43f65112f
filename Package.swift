// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A target of the line drop folder → articles → shingles → stories → ledger → journal, with its tests beside it.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies, swiftSettings: settings),
    ]
}

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "storyd",
    products: [
        .executable(name: "storyd", targets: ["storyd"]),
        // The parts, for the benchmarks.
        .library(name: "Storyd", targets: ["CMalloc", "Shingling", "Stories", "Articles", "Ledger", "Journal"]),
        // What reads bytes of others, for fuzzing.
        .library(name: "StorydInput", targets: ["Articles", "Shingling", "Journal"]),
    ],
    // Exact pins: Package.resolved stays out of the repository, and a service's build must not drift.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", exact: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CLanes"),
        .target(name: "CMalloc", linkerSettings: [.linkedLibrary("jemalloc")]),
        .systemLibrary(name: "CPrefetch"),
        .systemLibrary(name: "CStatfs"),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "CWordPrior", exclude: ["generate.py", "LICENSE", "README.md", "prior.bin", "languages.bin"]),
        .target(name: "CUnicode", exclude: ["generate.py", "characters.bin"]),
    ]
        + room("Shingling", ["CLanes", "CPrefetch", "CUnicode", "CWordPrior"])
        + room("Stories", ["CLanes", "CPrefetch", "Shingling"])
        + room("Articles", ["CLanes", "CXML", "CZlib", "CZstd"])
        + room("DropFolder", ["CStatfs", system])
        + room(
            "Ledger",
            [
                "CZstd", system, .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ])
        + room("Journal", ["CSystemd", logging])
        + room(
            "Daemon",
            [
                "CMalloc", "Shingling", "Stories", "Articles", "DropFolder", "Ledger", "Journal", system,
                logging,
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ])
        + [
            .executableTarget(
                name: "storyd",
                dependencies: [
                    "Articles", "Daemon", "Journal", "Ledger", "Shingling", "Stories", system,
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                ],
                swiftSettings: settings),
            // What makes Sources/Stories/Model/Weights.swift; not part of what is installed.
            .executableTarget(
                name: "fit-model",
                dependencies: [
                    "Daemon", "Stories", system, .product(name: "ArgumentParser", package: "swift-argument-parser"),
                ],
                swiftSettings: settings),
            // Not installed: measures copies against the definition (`make measure-copies`).
            .executableTarget(
                name: "measure-copies", dependencies: ["Articles", "Shingling", "Stories"], swiftSettings: settings),
            .testTarget(name: "CommandTests", dependencies: ["storyd", "Ledger", system], swiftSettings: settings),
            .testTarget(
                name: "FitModelTests", dependencies: ["fit-model", "Daemon", "Stories"], swiftSettings: settings),
            .testTarget(
                name: "SystemTests", dependencies: ["storyd", "Daemon"], exclude: ["Fixtures", "container.sh"],
                swiftSettings: settings),
        ],
    // #embed
    cLanguageStandard: .c2x
)
