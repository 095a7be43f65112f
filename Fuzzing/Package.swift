// swift-tools-version: 6.2
import PackageDescription

// A package of its own: it is only built with `-sanitize=fuzzer`, which brings libFuzzer (`make fuzz`).
let package = Package(
    name: "storyd-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "storyd", path: "..")],
    targets: [
        .executableTarget(
            name: "Fuzz", dependencies: [.product(name: "StorydInput", package: "storyd")],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")])
    ]
)
