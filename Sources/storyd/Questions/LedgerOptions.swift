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

    /// Puts a question to the ledger or, where that is not this process's to read, to the daemon that has it.
    ///
    /// Ends the command with 66 (`EX_NOINPUT`) when nobody answers, with 77 (`EX_NOPERM`) when neither may be asked.
    /// - Parameter value: What of the answer is wanted; nil for an answer to something else.
    func ask<Value>(_ question: Question, _ value: (Finding) -> Value?) async throws -> Value {
        var finding: Finding?
        if ledger == nil {
            let settings = try await settings()
            if !settings.ledger.path.isReadable, let control = settings.control.path {
                finding = try askDaemon(question, control, ledger: settings.ledger.path)
            }
        }
        if finding == nil { try await answer { finding = try $0.answer(question) } }
        guard let value = finding.flatMap(value) else {
            printError("storyd: the daemon answers something else; is it of this version?")
            throw ExitCode(76)
        }
        return value
    }

    /// The daemon's answer; nil where none runs.
    private func askDaemon(_ question: Question, _ control: FilePath, ledger: FilePath) throws -> Finding? {
        do {
            switch try ControlClient(path: control).ask(.ask(question), patience: 60) {
            case .found(let finding)?: return finding
            case .refused(let reason)?:
                printError("storyd: \(reason.shown)")
                throw ExitCode(66)
            case nil: return nil
            default:
                printError("storyd: \(control): the daemon answers something else; is it of this version?")
                throw ExitCode(76)
            }
        } catch let error as Errno {
            printError("storyd: \(control): \(error)")
            guard error == .permissionDenied else { throw ExitCode(69) }
            printError("storyd: \(ledger) is not yours to read; members of the group storyd-admin may ask the daemon")
            throw ExitCode(77)
        } catch is DecodingError {
            printError("storyd: \(control): the daemon hung up without an answer")
            throw ExitCode(69)
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
