import Articles
import DropFolder
import Glibc
import Journal
import Ledger
import Shingling

/// A file that is ours to read: claimed in the ledger, and in `work/` unless it had to stay where it was.
struct ClaimedFile: Sendable {
    var record: ClaimRecord
    /// How often reading it failed for a passing reason, to space the retries.
    var retries = 0
}

/// What reading a file gives, in the order of the file. Indirect, so that handing it on is one reference and not two dozen.
indirect enum ReadResult: Sendable {
    /// An article, ready to be decided.
    case article(ReadArticle)
    /// A publisher's notice that takes an earlier article back.
    case retraction(ReadRetraction)
    /// One bad article in a file of many.
    case refusedArticle(claim: ClaimRecord, position: Int, reason: String)
    /// The file is read as far as it will be. `rejection`: why it goes to `rejected/` all the same.
    case end(claim: ClaimRecord, rejection: String?)
    /// The whole file is refused.
    case refusedFile(claim: ClaimRecord, reason: String, errno: Int32?)
    /// What a person says about stories, in its place among the articles.
    case correction(CorrectionOrder)
    /// No result: called once everything before it is committed, or dropped by a stop.
    case checkpoint(@Sendable () -> Void)

    /// The refusal of a claimed file for what it is, unread; nil when it is one to read.
    static func refusal(of claim: ClaimRecord) -> ReadResult? {
        switch claim.foundFile.kind {
        case .regular: nil
        case .empty: .refusedFile(claim: claim, reason: "empty file", errno: nil)
        case .unreadable: .refusedFile(claim: claim, reason: "no permission to read it", errno: EACCES)
        case .symlink: .refusedFile(claim: claim, reason: "not a regular file (symbolic link)", errno: nil)
        case .fifo: .refusedFile(claim: claim, reason: "not a regular file (FIFO)", errno: nil)
        case .socket: .refusedFile(claim: claim, reason: "not a regular file (socket)", errno: nil)
        case .device: .refusedFile(claim: claim, reason: "not a regular file (device)", errno: nil)
        }
    }

    /// Bytes of memory it holds, roughly, for the queue's capacity.
    var cost: Int {
        switch self {
        case .article(let article): article.article.text.utf8.count * 2 + 2048
        case .retraction, .refusedArticle, .end, .refusedFile, .checkpoint, .correction: 512
        }
    }
}

/// An article with its shingles, on its way to the decision.
struct ReadArticle: Sendable {
    /// The file it came in; nil for `assign`.
    var claim: ClaimRecord?
    /// 1-based position in the file.
    var position: Int
    /// The name an operator knows it by: the file, with `#position` in a file of many.
    var file: String
    /// The file's raw name, when it is not UTF-8.
    var rawFile: [UInt8]?
    var article: Article
    var features: ArticleFeatures
    /// Seconds since 1970.
    var arrivedAt: Int64
    /// The text and the features as the ledger keeps them, where that was done on the way, beside other articles.
    var packedText: [UInt8]?
    var encodedFeatures: [UInt8]?
}

/// A retraction on its way to the journal.
struct ReadRetraction: Sendable {
    var claim: ClaimRecord
    /// 1-based position in the file.
    var position: Int
    /// The name an operator knows it by, as ``ReadArticle/file``.
    var file: String
    /// What the notice states; its ``Article/status`` says how it is taken back.
    var article: Article
}

/// What follows a commit, in order: entries to send, and files to put away once all before them is sent.
enum Announcement: Sendable {
    case entry(sequence: Int64, EncodedEntry)
    /// Something about the daemon itself, without an `ASSIGNMENT_SEQ`.
    case notice(EncodedEntry)
    indirect case putAway(PutAwayOrder)
}

/// A decided file on its way out of `work/`.
struct PutAwayOrder: Sendable {
    var claim: ClaimRecord
    /// The file's first `ASSIGNMENT_SEQ`; part of its name in the archive.
    var sequence: Int64
    /// Which of its articles got which numbers, where that is known; else the ledger knows.
    var runs: [DecidedRun]?
    /// Why it is refused; nil for a finished file.
    var rejection: String?
    /// How often putting it away failed, to space the retries.
    var retries = 0
}
