import Journal
import Testing

/// One entry with the line it must read.
struct EntrySample: Sendable, CustomTestStringConvertible {
    let entry: Entry
    let line: String
    var testDescription: String { line }
}

/// Every kind of entry at least once.
let entrySamples: [EntrySample] = [
    EntrySample(
        entry: .newStory(article: hill, story: story(1), follows: nil, score: nil),
        line: "new story 7k3m9q2x “U.S. official: North Korea should compensate Sony” (hill.txt)"),
    EntrySample(
        entry: .newStory(article: hill, story: story(1), follows: "2c8f0d1bzzzzz", score: 0.5),
        line: "new story 7k3m9q2x “U.S. official: North Korea should compensate Sony” (hill.txt), follows 2c8f0d1b"),
    EntrySample(
        entry: .newStory(article: ArticleFields(file: "untitled.txt"), story: story(1)),
        line: "new story 7k3m9q2x (untitled.txt)"),
    EntrySample(
        entry: .sameStory(article: blaze, story: story(2), score: 0.97),
        line: "same story 7k3m9q2x ← “State Dept. Says North Korea Should Pay Back Sony for Cyberattack” "
            + "(blaze.txt), 2 articles, score 0.97"),
    EntrySample(
        entry: .sameStory(article: blaze, story: story(1), score: 0.99999),
        line: "same story 7k3m9q2x ← “State Dept. Says North Korea Should Pay Back Sony for Cyberattack” "
            + "(blaze.txt), 1 article, score 1.00"),
    EntrySample(
        entry: .nearDuplicate(
            article: ArticleFields(id: 3, file: "hill-copy.html"), story: story(3),
            of: earlier(similarity: 0.91, containment: 0.9899)),
        line: "near-duplicate of hill.txt in 7k3m9q2x ← hill-copy.html, 98% of its text, 3 articles"),
    EntrySample(
        entry: .exactDuplicate(
            article: ArticleFields(id: 4, file: "hill2.txt"), story: story(4),
            of: earlier(similarity: 1, containment: 1)),
        line: "exact duplicate of hill.txt in 7k3m9q2x ← hill2.txt, 4 articles"),
    EntrySample(
        entry: .revision(
            article: ArticleFields(id: 5, file: "hill-v2.txt"), story: story(5),
            of: earlier(similarity: 0.815, containment: 1)),
        line: "revision of hill.txt in 7k3m9q2x ← hill-v2.txt, 81% unchanged"),
    EntrySample(
        entry: .retraction(
            notice: ArticleFields(id: 1, file: "kill.json", title: "Withdrawn: Sony"), of: "hill.txt", story: story(5),
            reason: "canceled"),
        line: "retraction of hill.txt in 7k3m9q2x ← “Withdrawn: Sony” (kill.json): canceled"),
    EntrySample(
        entry: .retraction(
            notice: ArticleFields(file: "kill.json", title: "Withdrawn: Sony"), of: nil, story: nil,
            reason: "withheld"),
        line: "retraction of an unknown article ← “Withdrawn: Sony” (kill.json): withheld"),
    EntrySample(
        entry: .rejected(file: ArticleFields(file: "notes.bin"), reason: "not an article (binary data)"),
        line: "rejected notes.bin: not an article (binary data)"),
    EntrySample(
        entry: .rejected(
            file: ArticleFields(file: #"caf\xE9.txt"#, rawFile: Array("caf".utf8) + [0xE9] + Array(".txt".utf8)),
            reason: "may not be read", errno: 13),
        line: #"rejected caf\xE9.txt: may not be read"#),
    EntrySample(
        entry: .merged(story: story(9), absorbed: "2c8f0d1bzzzzz"),
        line: "merged story 2c8f0d1b into 7k3m9q2x, 9 articles"),
    EntrySample(
        entry: .merged(story: story(9), absorbed: "2c8f0d1bzzzzz", by: "alice\u{1B}[31m"),
        line: "merged story 2c8f0d1b into 7k3m9q2x, 9 articles, by alice"),
    EntrySample(
        entry: .moved(
            article: ArticleFields(id: 9, file: "wire-9.txt", title: "Hackers hit studio"), story: story(1),
            from: "2c8f0d1bzzzzz", by: "alice"),
        line: "moved “Hackers hit studio” (wire-9.txt) from 2c8f0d1b to 7k3m9q2x, by alice"),
    EntrySample(
        entry: .moved(
            article: ArticleFields(id: 9, file: "wire-9.txt", title: "Hackers hit studio"), story: story(9),
            from: "2c8f0d1bzzzzz"),
        line: "moved “Hackers hit studio” (wire-9.txt) from 2c8f0d1b to 7k3m9q2x"),
    EntrySample(
        entry: .started(version: "0.1.0", folders: ["/srv/a", "/srv/b"], articles: 120, stories: 1),
        line: "storyd 0.1.0 started, watching /srv/a, /srv/b: 120 articles in 1 story"),
    EntrySample(entry: .ready, line: "ready: the ledger is open and the folders are watched"),
    EntrySample(entry: .stopping(reason: "SIGTERM"), line: "stopping: SIGTERM"),
    EntrySample(
        entry: .reloaded(changed: ["folder.settle", "log.level"]),
        line: "settings read again, changed: folder.settle, log.level"),
    EntrySample(
        entry: .reloaded(changed: ["log.level"], needRestart: ["ledger.path"]),
        line: "settings read again, changed: log.level; a restart is needed to change ledger.path"),
    EntrySample(entry: .reloaded(changed: []), line: "settings read again, nothing changed"),
    EntrySample(
        entry: .reloadFailed(reason: "folder.settle: “soon” is no duration"),
        line: "settings not read again, the old ones stay: folder.settle: “soon” is no duration"),
    EntrySample(
        entry: .queueOverflow(folder: "/srv/a"),
        line: "the kernel's event queue overflowed, scanning /srv/a again"),
    EntrySample(
        entry: .watchLimit(folder: "/srv/a/b", sysctl: "fs.inotify.max_user_watches", value: 8192),
        line: "no more watches for /srv/a/b (fs.inotify.max_user_watches is 8192), scanning it more often instead"),
    EntrySample(
        entry: .folderPolled(folder: "/srv/a", fileSystem: "NFS"),
        line: "folder /srv/a is on NFS, which tells nothing of changes: scanning it more often instead"),
    EntrySample(entry: .folderMissing(folder: "/srv/a"), line: "drop folder /srv/a is missing, waiting for it"),
    EntrySample(entry: .folderReturned(folder: "/srv/a"), line: "drop folder /srv/a is back"),
    EntrySample(
        entry: .folderUnreadable(folder: "/srv/a/b", errno: 13),
        line: "folder /srv/a/b cannot be read: Permission denied"),
    EntrySample(
        entry: .staysInPlace(file: "/srv/a/x.txt", errno: 30, remedy: "mount -o remount,rw /srv/a"),
        line: "/srv/a/x.txt is decided but stays where it is (Read-only file system); "
            + "to mend it: mount -o remount,rw /srv/a"),
    EntrySample(
        entry: .ledgerUnavailable(reason: "database or disk is full", retryIn: 5),
        line: "the ledger cannot be written, trying again in 5 s: database or disk is full"),
    EntrySample(entry: .ledgerAvailable, line: "the ledger can be written again"),
    EntrySample(
        entry: .ledgerDamaged(
            reason: "Tree 5 page 12: btreeInitPage() returns error code 11",
            setAside: "/var/lib/storyd/ledger.sqlite.damaged-20250304T070000Z"),
        line: "the ledger is damaged (Tree 5 page 12: btreeInitPage() returns error code 11): it is set aside as "
            + "/var/lib/storyd/ledger.sqlite.damaged-20250304T070000Z, and made anew from the archive"),
    EntrySample(
        entry: .ledgerRebuilt(articles: 120, stories: 1, missing: 0),
        line: "the ledger is made anew: 120 articles in 1 story"),
    EntrySample(
        entry: .ledgerRebuilt(articles: 120, stories: 7, missing: 3),
        line: "the ledger is made anew: 120 articles in 7 stories; the files of 3 others are gone"),
    EntrySample(
        entry: .journalUnreadable(reason: "no journal file can be read"),
        line: "the journal cannot be read back, entries stay unconfirmed: no journal file can be read"),
    EntrySample(entry: .journalStalled, line: "the journal takes no entries, decisions wait in the ledger"),
    EntrySample(entry: .journalResumed, line: "the journal takes entries again"),
    EntrySample(
        entry: .suspectsFound(count: 1),
        line: "1 file was in progress when the service last died, to be read last and alone"),
    EntrySample(entry: .fileVanished(file: "x.txt"), line: "x.txt went away before it was taken"),
    EntrySample(
        entry: .writtenAfterwards(file: "x.txt"),
        line: "x.txt was written to after it was read: what was added is not decided"),
    EntrySample(
        entry: .diskLow(folder: "/srv/a", free: 1000, least: 2000),
        line: "no file is taken: 1000 bytes are free for /srv/a, less than 2000 (folder.min_free)"),
    EntrySample(entry: .diskEnough, line: "there is room on the disk again, files are taken"),
]

/// Articles and stories of the samples.
let hill = ArticleFields(
    id: 1, file: "hill.txt", title: "U.S. official: North Korea should compensate Sony",
    url: "https://example.org/hill", source: "The Hill", date: "2014-12-22T00:00:00Z", language: "en")
let blaze = ArticleFields(
    id: 2, file: "blaze.txt", title: "State Dept. Says North Korea Should Pay Back Sony for Cyberattack")

func story(_ size: Int) -> StoryFields {
    StoryFields(id: "7k3m9q2xabcde", title: hill.title, size: size)
}

func earlier(similarity: Double, containment: Double) -> DuplicateFields {
    DuplicateFields(articleID: 1, file: "hill.txt", similarity: similarity, containment: containment)
}

extension EncodedEntry {
    /// The fields as text, for comparison. A name that occurs more than once shows its last value.
    var dictionary: [String: String] {
        Dictionary(fields.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }) { $1 }
    }
}
