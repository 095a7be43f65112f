import Daemon
import Foundation
import Glibc
import Synchronization

/// What an import shows on standard error: a bar on a terminal, a line now and then elsewhere.
struct ImportDisplay {
    /// Lines of the bar and of complaints must not run into each other.
    static let shared = Mutex(ImportDisplay())

    private let terminal = Terminal(descriptor: STDERR_FILENO)
    private var isDrawn = false

    /// Seconds between two times it is shown.
    var interval: Double { terminal.width == nil ? 10 : 0.1 }

    /// Shows how far an import has come.
    mutating func show(_ progress: ImportProgress, after seconds: Double) {
        guard let width = terminal.width else { return write(Self.line(progress, after: seconds) + "\n") }
        let text = Self.line(progress, after: seconds)
        let room = width - Terminal.columns(text) - 4
        let share = progress.bytes > 0 ? Double(progress.bytesDone) / Double(progress.bytes) : 1
        var bar = ""
        if room >= 10 {
            let size = min(room, 30)
            let full = Int(share * Double(size))
            bar = "[" + String(repeating: "#", count: full) + String(repeating: "·", count: size - full) + "] "
        }
        write("\r\u{1B}[K" + Terminal.cut(bar + text, to: width - 1))
        isDrawn = true
    }

    /// Takes the bar away.
    mutating func clear() {
        if isDrawn { write("\r\u{1B}[K") }
        isDrawn = false
    }

    /// A line that stays.
    mutating func complain(_ line: String) {
        clear()
        write(line + "\n")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    private static func line(_ progress: ImportProgress, after seconds: Double) -> String {
        let share = progress.bytes > 0 ? Int(100 * Double(progress.bytesDone) / Double(progress.bytes)) : 100
        var parts = [
            "\(share)%", "\(progress.filesDone) of \(progress.files) files", "\(progress.articles) articles",
            "\(rate(progress.articles, seconds))/s",
        ]
        // What was known before took no time.
        let read = Double(progress.bytesDone - progress.bytesKnown)
        if read > 0, seconds >= 1 {
            parts.append("\(span(Double(progress.bytes - progress.bytesDone) * seconds / read)) left")
        }
        return parts.joined(separator: ", ")
    }

    /// What an import did.
    static func summary(_ progress: ImportProgress, after seconds: Double) -> String {
        var parts = [
            "\(progress.articles) articles of \(progress.filesDone - progress.filesKnown) files decided in \(span(seconds))",
            "\(rate(progress.articles, seconds))/s",
        ]
        if progress.refused > 0 { parts.append("\(progress.refused) refused") }
        if progress.filesKnown > 0 { parts.append("\(progress.filesKnown) files were known") }
        return parts.joined(separator: ", ")
    }

    private static func rate(_ count: Int, _ seconds: Double) -> Int { Int(Double(count) / max(seconds, 0.001)) }

    private static func span(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if seconds < 10 { return String(format: "%.1f s", seconds) }
        if whole < 60 { return "\(whole) s" }
        return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}

/// Shows an import's progress while it runs.
final class ImportTicker: @unchecked Sendable {
    // @unchecked: `isOver` is read and written under `condition`, the rest never changes.
    private let run: ImportRun
    private let started = Date()
    private let condition = NSCondition()
    private var isOver = false

    init(_ run: ImportRun) { self.run = run }

    /// Seconds since the beginning.
    var elapsed: Double { Date().timeIntervalSince(started) }

    func start() {
        let thread = Thread { [self] in
            let interval = ImportDisplay.shared.withLock { $0.interval }
            condition.lock()
            while !isOver {
                // Signalled at the end alone; the first time comes after an interval.
                if condition.wait(until: Date().addingTimeInterval(interval)) { continue }
                ImportDisplay.shared.withLock { $0.show(run.present, after: elapsed) }
            }
            condition.unlock()
        }
        thread.start()
    }

    /// Shows nothing more. Stopping again does nothing.
    func stop() {
        condition.lock()
        isOver = true
        condition.signal()
        condition.unlock()
        ImportDisplay.shared.withLock { $0.clear() }
    }
}
