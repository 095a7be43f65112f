import ArgumentParser
import Daemon
import Foundation
import SystemPackage

/// The options that say where settings come from.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The settings file (YAML).", discussion: "Without it: built-in defaults.", valueName: "path")
    )
    var config: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Any setting as a flag: --folder-settle 2s is folder.settle.",
            discussion: """
                Flags win over the environment (STORYD_FOLDER_SETTLE=2s), the environment over the file, the file over \
                the defaults. `storyd check-config` prints every setting with its value.
                """, valueName: "--setting value"))
    var settings: [String] = []

    /// A loader for these options.
    var loader: SettingsLoader {
        SettingsLoader(
            file: config.map { FilePath($0) }, flags: settings, environment: ProcessInfo.processInfo.environment)
    }

    /// Loads the settings; a mistake in them ends the command with `EX_CONFIG`.
    func load() async throws -> Settings {
        do {
            return try await loader.load()
        } catch {
            for problem in error.problems { printError("storyd: \(problem)") }
            throw ExitCode(78)
        }
    }
}

/// Writes one line to standard error.
func printError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
