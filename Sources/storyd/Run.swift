import ArgumentParser
import Daemon
import Ledger
import ServiceLifecycle
import UnixSignals

/// `storyd run`
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch the folders and decide what is dropped there, until stopped.",
        discussion: """
            Under systemd entries go to the journal; started by hand, the same lines go to standard error. SIGTERM and \
            Ctrl-C stop it in good order, SIGHUP reloads the settings. Exits with 75 when another process owns the \
            ledger, with 78 when a setting is wrong, or when the ledger is that of a later version or another program's file.
            """)

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try await options.load()
        let service = StorydService(settings: settings, loader: options.loader)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: service.logger))
        do {
            try await group.run()
        } catch let error as LedgerError {
            printError("storyd: \(error)")
            switch error {
            case .locked: throw ExitCode(75)
            // Trying again changes nothing, until someone does.
            case .newerSchema, .notALedger: throw ExitCode(78)
            default: throw ExitCode(1)
            }
        }
    }
}
