import Foundation
import Testing

/// What the tests need of the machine they run on.
enum Host {
    static let isRoot = geteuid() == 0
    static let hasContainers = ["/usr/bin/systemd-nspawn", "/bin/systemd-nspawn"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    static let checkout = sources.deletingLastPathComponent().deletingLastPathComponent()

    /// The installation to test, made by `make stage`.
    static var stage: URL {
        get throws {
            let folder =
                ProcessInfo.processInfo.environment["STORYD_STAGE"].map { URL(filePath: $0) }
                ?? checkout.appending(path: ".build-release/stage")
            let program = folder.appending(path: "usr/local/bin/storyd").path
            try #require(
                FileManager.default.isExecutableFile(atPath: program),
                "\(program) is missing: run `make stage`, or all tests by `make test`")
            return folder
        }
    }

    /// The Debian package to test, made by `make deb`.
    static var package: URL {
        get throws {
            let folder = try stage.deletingLastPathComponent()
            let packages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            return try #require(
                packages.first { $0.pathExtension == "deb" },
                "\(folder.path) holds no package: run `make deb`, or all tests by `make test`")
        }
    }

    /// The debug build of the program: it was linked beside this test bundle.
    static var debugProgram: URL {
        get throws {
            try mapped("storydPackageTests.xctest").deletingLastPathComponent().appending(path: "storyd")
        }
    }

    /// The release build of the program, from the installation to test.
    static var releaseProgram: URL { get throws { try stage.appending(path: "usr/local/bin/storyd") } }

    /// The folder of the Swift libraries that a debug build loads.
    static var swiftLibraries: URL {
        get throws { try mapped("libswiftCore.so").deletingLastPathComponent() }
    }

    /// The seeds, real reports of one event that are not part of the project; nil where they are absent.
    static let seeds: [URL]? = {
        let shared =
            ProcessInfo.processInfo.environment["STORYD_SHARED"].map { URL(filePath: $0) }
            ?? checkout.deletingLastPathComponent().appending(path: "shared")
        let files = try? FileManager.default.contentsOfDirectory(
            at: shared.appending(path: "seeds"), includingPropertiesForKeys: nil)
        return files?.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
    }()

    /// One of the project's own articles.
    static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: sources.appending(path: "Fixtures/\(name)")))
    }

    /// A file of this process's own memory map.
    private static func mapped(_ name: String) throws -> URL {
        // Files of /proc have no size, so they are read as a stream.
        let stream = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps"))
        let maps = String(decoding: try stream.readToEnd() ?? Data(), as: UTF8.self)
        let line = try #require(maps.split(separator: "\n").first { $0.hasSuffix("/" + name) }, "\(name) is not loaded")
        let path = try #require(line.firstIndex(of: "/").map { line[$0...] })
        return URL(filePath: String(path))
    }
}
