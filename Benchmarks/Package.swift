// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the product does not depend on the benchmark library.
let package = Package(
    name: "storyd-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "storyd", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        // Without its allocation counters, which need a library of their own.
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        .target(name: "GeneratedNews"),
        // Writes generated articles, for the whole line and for whoever wants some.
        .executableTarget(
            name: "generate-news",
            dependencies: [
                "GeneratedNews", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // What a decision costs and what is remembered, up to millions of articles (`make scale`).
        .executableTarget(
            name: "measure-scale",
            dependencies: [
                "GeneratedNews", .product(name: "Storyd", package: "storyd"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Parts",
            dependencies: [
                "GeneratedNews",
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "Storyd", package: "storyd"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Benchmarks/Parts",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ]
)
