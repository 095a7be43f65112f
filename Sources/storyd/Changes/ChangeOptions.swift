import ArgumentParser
import Daemon
import Foundation
import Glibc
import Ledger
import SystemPackage

/// Where a command that changes something turns to: the running daemon, or the ledger itself where none runs.
struct ChangeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The settings file that names the control socket and the ledger.",
            discussion: "Without it: /etc/storyd/storyd.yaml.", valueName: "path"))
    var config: String?

    @Option(help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
    var control: String?

    @Option(help: ArgumentHelp("The ledger itself, which no daemon may have.", valueName: "path"))
    var ledger: String?

    @Flag(help: "Answer as JSON.")
    var json = false

    /// The settings, with what the options change of them.
    func settings() async throws -> Settings {
        var options = LedgerOptions()
        (options.config, options.ledger, options.json) = (config, ledger, json)
        var settings = try await options.settings()
        if let ledger {
            settings.ledger.path = FilePath(ledger)
            settings.control.path = nil
        }
        if let control { settings.control.path = FilePath(control) }
        return settings
    }

    /// The user who calls the command: behind sudo, the one who called that.
    static var user: String {
        let environment = ProcessInfo.processInfo.environment
        if getuid() == 0, let user = environment["SUDO_USER"], !user.isEmpty { return user }
        return callingUser()
    }

    /// Asks the daemon.
    /// - Returns: Its answer; nil where none listens.
    /// - Throws: `ExitCode` where it refuses or may not be asked, having said why.
    func ask(_ request: ControlRequest, _ settings: Settings, patience: Int = 60) throws -> ControlReply? {
        guard let path = settings.control.path else { return nil }
        do {
            guard let reply = try ControlClient(path: path).ask(request, patience: patience) else { return nil }
            if case .refused(let reason) = reply {
                printError("storyd: \(reason.shown)")
                throw ExitCode(1)
            }
            return reply
        } catch let error as Errno {
            printError("storyd: \(path): \(error)")
            if error == .permissionDenied {
                printError("storyd: members of the group storyd-admin may command the daemon")
                throw ExitCode(77)
            }
            throw ExitCode(69)
        }
    }

    /// Does something with a ledger that no daemon has.
    /// - Throws: `ExitCode` where that is not to be had, or where it failed, having said why.
    func direct(_ settings: Settings, forImport: Bool = false, _ body: (inout DirectLedger) throws -> Void) throws {
        do {
            var direct = try DirectLedger(settings, forImport: forImport)
            do {
                try body(&direct)
            } catch {
                direct.close()
                throw error
            }
            direct.close()
        } catch let error as ExitCode {
            throw error
        } catch let error as UnreadableFile {
            printError("storyd: \(error)")
            throw ExitCode(66)
        } catch let error as LedgerError {
            printError("storyd: \(error)")
            if case .locked = error {
                printError("storyd: that is a daemon without a control socket; ask for it with --control")
                throw ExitCode(75)
            }
            throw ExitCode(66)
        } catch {
            printError("storyd: \("\(error)".shown)")
            throw ExitCode(1)
        }
    }
}
