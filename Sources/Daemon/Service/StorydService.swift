import DropFolder
import Foundation
import Journal
import Ledger
public import Logging
public import ServiceLifecycle
import Stories
import Synchronization
import SystemPackage
import UnixSignals

/// The daemon's life: opens everything, says it is ready, reloads on SIGHUP, and stops from left to right.
public struct StorydService: Service {
    /// The version printed by `storyd --version` and logged at start.
    public static let version = "0.1.0"

    private let settings: Settings
    private let loader: SettingsLoader
    private let notifier = ServiceNotifier()
    private let logLevel: LogLevelBox

    /// A daemon with settings that were loaded by `loader`, which a reload asks again.
    public init(settings: Settings, loader: SettingsLoader) {
        self.settings = settings
        self.loader = loader
        logLevel = LogLevelBox(settings.logLevel)
    }

    /// A logger that writes where the daemon's entries go.
    public var logger: Logger {
        Logger(label: "storyd") { [logLevel] label in
            JournalLogHandler(label: label, sink: Self.sink, level: { logLevel.level })
        }
    }

    private static let isUnderJournald = JournalConnection.isUnderJournald()

    /// The journal when standard error is connected to it, else standard error.
    private static let sink: any EntrySink = {
        let sink: any EntrySink = isUnderJournald ? JournaldSink() : StandardErrorSink()
        #if DEBUG
        return EntryCopy(of: sink) ?? sink
        #else
        return sink
        #endif
    }()

    /// Runs until told to stop.
    /// - Throws: `LedgerError.locked` when another process owns the ledger; what else keeps the daemon from going on.
    public func run() async throws {
        // A closed pipe on standard error is an error of that write, not the end of the service.
        signal(SIGPIPE, SIG_IGN)
        // From the beginning: a reload that comes before all is open must not be the end of the service.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let failure = FailureBox()
        let pipeline: Pipeline
        do { pipeline = try await open(failure) } catch is StartInterrupted { return }
        notifier.status(pipeline.report.line)
        notifier.ready()
        pipeline.shared.say(.ready)
        let report = report(of: pipeline, startedAt: Clocks.unixSeconds())
        pipeline.noteCorrections()
        let control = control(pipeline, report)
        let metrics = settings.metricsPath.map { MetricsWriter(path: $0, logger: logger, report: report) }
        let metricsThread = metrics.map { metrics in StageThread("metrics") { metrics.run() } }
        await withTaskGroup { group in
            group.addTask { await reload(pipeline, on: hangups) }
            group.addTask { await tick(pipeline) }
            group.addTask {
                // Ends by SIGTERM, SIGINT or a failure of the pipeline.
                try? await failure.waitUntilStoppedOrFailed()
            }
            // The third task alone ends by itself.
            await group.next()
            group.cancelAll()
        }
        notifier.stopping()
        control?.stop()
        metrics?.stop()
        // Its last report is of a pipeline that still runs.
        metricsThread?.join(timeout: 1)
        pipeline.shared.say(.stopping(reason: failure.error.map { "\($0)" } ?? "asked to"))
        await onThread {
            pipeline.stop(patience: .seconds(20))
            // After a failure the ledger is left as a crash leaves it: the next start checks it.
            guard failure.error == nil else { return }
            do { try pipeline.saveSnapshot() } catch {
                // The next start makes the engine anew, which takes longer.
                logger.warning("what is known could not be written beside the ledger: \(error)")
            }
            pipeline.shared.ledger.close()
        }
        if let error = failure.error { throw error }
    }

    /// A running pipeline.
    /// - Throws: `StartInterrupted` when told to stop meanwhile.
    private func open(_ failure: FailureBox) async throws -> Pipeline {
        let stopping = StopFlag()
        let assembly = Assembly(
            settings: settings, sink: Self.sink, isUnderJournald: Self.isUnderJournald,
            logLevel: { [logLevel] in logLevel.level }, notifier: notifier, isStopping: { stopping.isRaised })
        return try await withGracefulShutdownHandler {
            try await onThread {
                let pipeline = try assembly.open { failure.fail($0) }
                pipeline.start()
                return pipeline
            }
        } onGracefulShutdown: {
            stopping.raise()
        }
    }

    // MARK: - While it runs

    /// How the daemon does, for whoever asks.
    private func report(of pipeline: Pipeline, startedAt: Int64) -> @Sendable () -> StatusReport {
        { [settings] in
            var report = pipeline.report
            report.pid = ProcessInfo.processInfo.processIdentifier
            report.startedAt = startedAt
            report.ledger = settings.ledger.path.string
            report.ledgerBytes = (try? pipeline.shared.ledger.fileSize()) ?? 0
            return report
        }
    }

    /// Answers commands, where there is a place for the socket; the daemon does its work without it as well.
    private func control(
        _ pipeline: Pipeline, _ report: @escaping @Sendable () -> StatusReport
    ) -> ControlServer? {
        guard let path = settings.control.path else { return nil }
        do {
            let desk = QuestionDesk(ledger: settings.ledger.path) { pipeline.shared.isStopped }
            let server = try ControlServer(path: path, logger: logger) { request, user in
                switch request {
                case .status: .status(report())
                case .ask(let question): desk.answer(question)
                case .correct(let correction, let stated):
                    pipeline.correct(correction, user: user ?? stated ?? "someone")
                case .take(let step, _): pipeline.imports(step)
                case .requeue(let request, _): pipeline.requeue(request)
                case .retell(let since, _): pipeline.retell(since: since)
                }
            }
            _ = StageThread("control") { server.run() }
            return server
        } catch {
            logger.warning("no commands can be answered at \(path): \(error)")
            return nil
        }
    }

    /// Status line and watchdog. `WATCHDOG=1` goes out only while no stage has been at one article for too long.
    private func tick(_ pipeline: Pipeline) async {
        let watchdog = notifier.watchdogInterval
        let interval = min(.seconds(1), (watchdog ?? .seconds(3)) / 3)
        var shown = ""
        while !Task.isCancelled {
            if let watchdog, pipeline.stuckFor < watchdog { notifier.watchdog() }
            let status = pipeline.report.line
            if status != shown {
                notifier.status(status)
                shown = status
            }
            try? await Task.sleep(for: interval)
        }
    }

    private func reload(_ pipeline: Pipeline, on hangups: UnixSignalsSequence) async {
        var current = settings
        for await _ in hangups {
            notifier.reloading()
            do {
                let new = try await loader.load()
                pipeline.update(new)
                logLevel.set(new.logLevel)
                // What needs a restart differs from the settings at the start, however often they were loaded since.
                pipeline.shared.say(
                    .reloaded(
                        changed: current.changes(to: new).reloaded, needRestart: settings.changes(to: new).needRestart))
                current = new
            } catch {
                pipeline.shared.say(.reloadFailed(reason: error.description))
            }
            notifier.ready()
        }
    }
}
