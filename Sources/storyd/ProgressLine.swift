import Foundation
import Glibc

/// A line on a terminal that says how far a long task has come; nothing where standard error is no terminal.
final class ProgressLine {
    private let total: Int
    private let label: String
    private let isShown = isatty(STDERR_FILENO) == 1
    private var shown = -1

    init(of total: Int, label: String) {
        self.total = total
        self.label = label
    }

    /// Says that so many are done.
    func show(_ done: Int) {
        let percent = done * 100 / max(1, total)
        guard isShown, percent != shown else { return }
        shown = percent
        FileHandle.standardError.write(Data("\r\(label): \(done) of \(total)".utf8))
    }

    /// Takes the line away.
    func clear() {
        guard isShown, shown >= 0 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
