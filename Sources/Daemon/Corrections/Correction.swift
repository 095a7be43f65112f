import Glibc
import Stories

/// What a person says about stories, by the ledger's numbers.
struct Correction: Sendable, Equatable {
    /// What is to change.
    enum Change: Sendable, Equatable {
        /// Two stories are one.
        case merge(Int64, Int64)
        /// An article belongs to a story; nil: to one of its own.
        case move(article: Int64, story: Int64?)
    }

    var change: Change
    /// The user who says so.
    var user: String
    /// Seconds since 1970.
    var at: Int64
}

/// A correction on its way through the sequencer.
struct CorrectionOrder: Sendable {
    let correction: Correction
    /// Called once: when it is committed, or when it cannot be made.
    let answer: @Sendable (Result<CorrectionReport, CorrectionError>) -> Void
}

/// What a correction did. Field names are a promise: they are only added to.
public struct CorrectionReport: Codable, Sendable, Equatable {
    /// `merged` or `moved`.
    public var outcome: String
    /// `STORY_ID` of the story that has the articles now.
    public var story: String
    /// The story they were in.
    public var previousStory: String
    /// Numbers of the articles that changed their story.
    public var articles: [Int64]
    /// Articles in the story now.
    public var size: Int
    /// `ASSIGNMENT_SEQ` of the first entry that tells of it.
    public var sequence: Int64
    /// What the entries say, one message each.
    public var messages: [String]
}

/// The name of the user who runs this process.
public func callingUser() -> String { userName(getuid()) }

/// The name of a user of this machine; `user 1000` for one without a name.
func userName(_ id: UInt32) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
        return "user \(id)"
    }
    return String(cString: name)
}
