import DropFolder
import Synchronization

/// Counters the status line is made of.
final class Statistics: Sendable {
    private struct Counters {
        var articles = 0
        var stories = 0
        var files = 0
        var journalTakes = true
    }

    private let counters = Mutex(Counters())

    /// The engine's present size.
    func decided(articles: Int, stories: Int) {
        counters.withLock {
            $0.articles = articles
            $0.stories = stories
        }
    }

    /// Files put away.
    func putAway(_ count: Int) {
        counters.withLock { $0.files += count }
    }

    /// Whether the journal took the last entry.
    func journal(isTaking: Bool) {
        counters.withLock { $0.journalTakes = isTaking }
    }

    /// One line for `STATUS=` and `systemctl status`.
    func line(watch: WatchStatus, queued: Int, unconfirmed: Int) -> String {
        let counters = self.counters.withLock { $0 }
        var parts = [
            "\(watch.directories) folder\(watch.directories == 1 ? "" : "s") watched",
            "\(watch.settling + watch.ready) settling",
            "\(queued) queued", "\(counters.articles) articles in \(counters.stories) stories",
        ]
        if unconfirmed > 0 { parts.append("\(unconfirmed) entries unconfirmed") }
        if !counters.journalTakes { parts.append("the journal takes no entries") }
        for folder in watch.missing { parts.append("\(escapedName(folder)) is missing") }
        if watch.polling { parts.append("\(watch.polled) polled (no inotify watches left)") }
        return parts.joined(separator: ", ")
    }
}
