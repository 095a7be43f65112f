import ArgumentParser
import Daemon

/// `storyd check-config`
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check the settings and the folders they name.",
        discussion: """
            Prints every setting in force and one line for each folder. Exits with 78 when a setting is wrong or a \
            folder cannot be used; the line names the key, the value and what is allowed.
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try await options.load()
        let check = ConfigurationCheck(settings)
        print(settings.listing)
        let findings = check.findings()
        for finding in findings { print(finding) }
        if let dropIn = check.dropIn {
            print("\nA folder outside the spool needs this in the unit:\n\(dropIn)")
        }
        let failed = findings.contains { if case .failure = $0 { true } else { false } }
        if failed { throw ExitCode(78) }
    }
}
