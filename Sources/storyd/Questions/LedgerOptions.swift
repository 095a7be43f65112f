import ArgumentParser
import Daemon
import Ledger
import SystemPackage

/// Which ledger a question is put to, and in what form the answer comes.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The settings file that names the ledger.", discussion: "Without it: /etc/storyd/storyd.yaml.",
            valueName: "path"))
    var config: String?

    @Option(help: ArgumentHelp("The ledger itself.", valueName: "path"))
    var ledger: String?

    @Flag(help: "Answer as JSON.")
    var json = false

    private static let installedConfig = "/etc/storyd/storyd.yaml"

    /// Opens the ledger to look into it, whether a daemon owns it or not, and answers.
    ///
    /// Ends the command with 66 (`EX_NOINPUT`) when there is no ledger to look into.
    func answer(_ body: (Ledger) throws -> Void) async throws {
        let path = try await path()
        do {
            let ledger = try Ledger.readOnly(path: path)
            defer { ledger.close() }
            try body(ledger)
        } catch let error as LedgerError {
            printError("storyd: \(path): \(error)")
            if case .sqlite = error {
                printError("storyd: is there a ledger, and may you read it? Name another with --ledger or --config")
            }
            throw ExitCode(66)
        } catch Errno.brokenPipe {
            throw ExitCode(141)
        }
    }

    /// The settings that name the ledger and the control socket: those of `--config`, else the installed ones.
    func settings() async throws -> Settings {
        var options = SettingsOptions()
        options.config = config ?? (FilePath(Self.installedConfig).isReadable ? Self.installedConfig : nil)
        options.settings = []
        return try await options.load()
    }

    private func path() async throws -> FilePath {
        if let ledger { return FilePath(ledger) }
        return try await settings().ledger.path
    }
}

extension FilePath {
    /// Whether there is a file here that this process may read.
    fileprivate var isReadable: Bool {
        guard let descriptor = try? FileDescriptor.open(self, .readOnly, options: [.closeOnExec]) else { return false }
        try? descriptor.close()
        return true
    }
}
