import Ledger

func claim(_ id: Int64, name: [UInt8] = Array("hill.txt".utf8), inPlace: Bool = false) -> ClaimRecord {
    ClaimRecord(
        id: id, folder: Array("/var/spool/storyd/incoming".utf8), name: name, device: .max, inode: .max - UInt64(id),
        size: 4096, modified: 1_700_000_000_123_456_789, changed: -1, kind: "regular", claimedAt: 1_700_000_000,
        inPlace: inPlace)
}

func key(of claim: ClaimRecord) -> LedgerFileKey {
    LedgerFileKey(
        device: claim.device, inode: claim.inode, size: claim.size, modified: claim.modified, changed: claim.changed)
}

func article(_ id: Int64, claim: Int64? = nil, text: String? = "Sony was hacked.") -> ArticleRecord {
    ArticleRecord(
        id: id, claim: claim, position: 1, arrivedAt: 1_700_000_000 + id, publishedAt: nil, title: "Article \(id)",
        url: "https://example.org/\(id)", guid: nil, source: "wire", language: "en", file: "wire-\(id).txt",
        text: text, textHash: [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 16),
        features: [0, 255, UInt8(truncatingIfNeeded: id)])
}

func story(_ number: Int64, id: String? = nil, mergedInto: Int64? = nil) -> StoryRecord {
    StoryRecord(
        number: number, id: id ?? storyID(number), title: "Story \(number)", founder: number, generation: 0, size: 1,
        mergedInto: mergedInto, openedAt: 1_700_000_000, lastArrival: 1_700_000_000, follows: nil)
}

/// 13 characters, different for each number.
func storyID(_ number: Int64) -> String {
    let digits = String(number, radix: 32)
    return String(repeating: "0", count: 13 - digits.count) + digits
}

func membership(_ article: Int64, story: Int64? = nil, sequence: Int64? = nil) -> MembershipRecord {
    MembershipRecord(
        article: article, story: story ?? article, outcome: "new-story", score: nil, duplicateOf: nil, similarity: 0.5,
        containment: 1, sequence: sequence ?? article)
}

func decision(_ sequence: Int64, claim: Int64? = nil, position: Int? = nil) -> DecisionRecord {
    DecisionRecord(
        sequence: sequence, kind: "new-story", claim: claim, position: position, article: sequence, story: sequence,
        otherStory: nil, decidedAt: 1_700_000_000, reason: nil)
}

func entry(_ sequence: Int64) -> OutboxRecord {
    OutboxRecord(sequence: sequence, entry: Array("MESSAGE=new story \(sequence)\n".utf8) + [0, 255], claim: nil)
}

/// A batch that opens one story for each article; article, story and sequence have the same number.
func batch(_ numbers: ClosedRange<Int64>, claim: Int64? = nil) -> Batch {
    Batch(
        articles: numbers.map { article($0, claim: claim) }, stories: numbers.map { story($0) },
        memberships: numbers.map { membership($0) },
        decisions: numbers.map { decision($0, claim: claim, position: claim == nil ? nil : Int($0)) },
        outbox: numbers.map(entry))
}

/// The code of an SQLite error.
func sqliteCode(_ error: (any Error)?) -> Int32? {
    guard case .sqlite(let code, _, _) = error as? LedgerError else { return nil }
    return code
}
