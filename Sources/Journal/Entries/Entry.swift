/// Everything storyd can say in the journal, one case for each kind of entry.
///
/// ```swift
/// let entry = Entry.sameStory(article: article, story: story, score: 0.97).encoded(sequence: 7, ledger: ledger)
/// try sink.send(entry)
/// ```
/// ``kind`` gives the constant part (message id, priority, outcome), ``message`` the line a person reads,
/// `encoded(sequence:ledger:)` the whole entry. `systemd/storyd.catalog` explains each kind to `journalctl -x`.
public enum Entry: Sendable, Equatable {
    // MARK: Decisions, each with an `ASSIGNMENT_SEQ`

    /// An article opened a story. `follows`: the closed story it continues. `score`: how sure, 0–1.
    case newStory(article: ArticleFields, story: StoryFields, follows: String? = nil, score: Double? = nil)
    /// An article joined a known story. `score`: how sure, 0–1.
    case sameStory(article: ArticleFields, story: StoryFields, score: Double)
    /// An article is nearly the same text as an earlier one.
    case nearDuplicate(article: ArticleFields, story: StoryFields, of: DuplicateFields, score: Double? = nil)
    /// An article is the same text as an earlier one.
    case exactDuplicate(article: ArticleFields, story: StoryFields, of: DuplicateFields, score: Double? = nil)
    /// An article is a changed version of an earlier one.
    case revision(article: ArticleFields, story: StoryFields, of: DuplicateFields, score: Double? = nil)
    /// A publisher took an article back. `notice`: what says so, which is no article itself; its `id` is that of the
    /// article taken back, where storyd knows that. `of` and `story`: that article's file and story. `reason`: the
    /// publisher's word, `canceled` or `withheld`.
    case retraction(notice: ArticleFields, of: String?, story: StoryFields?, reason: String)
    /// A file was refused. `errno` is set when the system refused it to us.
    case rejected(file: ArticleFields, reason: String, errno: Int32? = nil)
    /// Two stories turned out to be one: `absorbed` is retired, `story` goes on with the articles of both. `by`: the user
    /// who said so; nil where storyd did.
    case merged(story: StoryFields, absorbed: String, by: String? = nil)
    /// An article went from the story `from` to `story`. `by`: the user who said so; nil where storyd did.
    case moved(article: ArticleFields, story: StoryFields, from: String, by: String? = nil)

    // MARK: Operation

    /// The service began to run, with what the ledger holds.
    case started(version: String, folders: [String], articles: Int, stories: Int)
    /// The ledger is open and the folders are watched.
    case ready
    /// The service is ending in good order.
    case stopping(reason: String)
    /// The settings were read again; `changed` names the keys that took effect, `needRestart` those that cannot yet.
    case reloaded(changed: [String], needRestart: [String] = [])
    /// The settings could not be read again; the old ones stay.
    case reloadFailed(reason: String)
    /// The kernel's inotify queue overflowed; the folder is scanned again.
    case queueOverflow(folder: String)
    /// The kernel grants no more inotify watches or instances. `sysctl` is the setting, `value` its present value.
    case watchLimit(folder: String, sysctl: String, value: Int)
    /// A folder is on a file system of which inotify tells nothing, so it is scanned more often instead.
    case folderPolled(folder: String, fileSystem: String)
    /// A watched folder is not there; it is awaited.
    case folderMissing(folder: String)
    /// A watched folder is there again.
    case folderReturned(folder: String)
    /// A folder cannot be read.
    case folderUnreadable(folder: String, errno: Int32)
    /// A file was decided but may not be renamed, so it stays. `remedy` is the command that mends it.
    case staysInPlace(file: String, errno: Int32, remedy: String)
    /// The ledger cannot be written; the same batch is tried again in `retryIn` seconds.
    case ledgerUnavailable(reason: String, retryIn: Int)
    /// The ledger can be written again.
    case ledgerAvailable
    /// The ledger was found damaged at the start; the file `setAside` is what it was, and it is made anew from the archive.
    case ledgerDamaged(reason: String, setAside: String)
    /// The ledger is made anew. `missing`: articles that had been decided and whose files are not there any more.
    case ledgerRebuilt(articles: Int, stories: Int, missing: Int)
    /// The journal cannot be read back, so entries cannot be confirmed.
    case journalUnreadable(reason: String)
    /// The journal takes no entries.
    case journalStalled
    /// The journal takes entries again.
    case journalResumed
    /// Files were in progress when the service last died; they are read last and alone.
    case suspectsFound(count: Int)
    /// A file went away before it was claimed.
    case fileVanished(file: String)
    /// A file was written to after it had been read; what was added is not decided.
    case writtenAfterwards(file: String)
    /// The disk of a folder has less room than files are taken with; both in bytes. Files are left where they are.
    case diskLow(folder: String, free: Int64, least: Int64)
    /// There is room again, and files are taken.
    case diskEnough
}

extension Entry {
    /// The constant part of this entry.
    public var kind: EntryKind {
        switch self {
        case .newStory: .newStory
        case .sameStory: .sameStory
        case .nearDuplicate: .nearDuplicate
        case .exactDuplicate: .exactDuplicate
        case .revision: .revision
        case .retraction: .retraction
        case .rejected: .rejected
        case .merged: .merged
        case .moved: .moved
        case .started: .started
        case .ready: .ready
        case .stopping: .stopping
        case .reloaded: .reloaded
        case .reloadFailed: .reloadFailed
        case .queueOverflow: .queueOverflow
        case .watchLimit: .watchLimit
        case .folderPolled: .folderPolled
        case .folderMissing: .folderMissing
        case .folderReturned: .folderReturned
        case .folderUnreadable: .folderUnreadable
        case .staysInPlace: .staysInPlace
        case .ledgerUnavailable: .ledgerUnavailable
        case .ledgerAvailable: .ledgerAvailable
        case .ledgerDamaged: .ledgerDamaged
        case .ledgerRebuilt: .ledgerRebuilt
        case .journalUnreadable: .journalUnreadable
        case .journalStalled: .journalStalled
        case .journalResumed: .journalResumed
        case .suspectsFound: .suspectsFound
        case .fileVanished: .fileVanished
        case .writtenAfterwards: .writtenAfterwards
        case .diskLow: .diskLow
        case .diskEnough: .diskEnough
        }
    }
}
