public import SystemPackage

/// How `storyd assign` decides and answers.
public struct AssignOptions: Sendable {
    /// Which clock ageing runs on.
    public enum Clock: String, Sendable, CaseIterable {
        /// The largest article date so far: replays an archive as if it arrived then.
        case article
        /// The time at which the article is read.
        case arrival
    }

    /// Files to read; standard input as JSON Lines when empty.
    public var files: [FilePath] = []
    /// Archive folders of storyd to decide again, each article in the order in which it was decided and with the time at
    /// which it came. Then no other input is read.
    public var archives: [FilePath] = []
    /// Whether to answer after the last article, each under the story it ended in.
    public var final = false
    /// Whether only copies are looked for.
    public var copiesOnly = false
    /// Which clock ageing runs on.
    public var clock: Clock = .arrival
    /// Seconds without an arrival after which a story is closed; nil keeps all open.
    public var storyWindow = Settings().stories.window.wholeSeconds
    /// Seconds for which copies of an article are looked for; nil is for ever.
    public var duplicatesWindow = Settings().duplicates.window.wholeSeconds
    /// A ledger to keep and reuse; nil keeps nothing.
    public var ledger: FilePath?

    /// The defaults.
    public init() {}
}
