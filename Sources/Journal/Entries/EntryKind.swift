/// The constant part of each journal entry. The raw value is the kind's name; of a decision it is the `OUTCOME`.
public enum EntryKind: String, CaseIterable, Sendable {
    case newStory = "new-story"
    case sameStory = "same-story"
    case nearDuplicate = "near-duplicate"
    case exactDuplicate = "exact-duplicate"
    case revision
    case retraction
    case rejected
    case merged
    case moved

    case started
    case ready
    case stopping
    case reloaded
    case reloadFailed = "reload-failed"
    case queueOverflow = "queue-overflow"
    case watchLimit = "watch-limit"
    case folderPolled = "folder-polled"
    case folderMissing = "folder-missing"
    case folderReturned = "folder-returned"
    case folderUnreadable = "folder-unreadable"
    case staysInPlace = "stays-in-place"
    case ledgerUnavailable = "ledger-unavailable"
    case ledgerAvailable = "ledger-available"
    case ledgerDamaged = "ledger-damaged"
    case ledgerRebuilt = "ledger-rebuilt"
    case journalUnreadable = "journal-unreadable"
    case journalStalled = "journal-stalled"
    case journalResumed = "journal-resumed"
    case suspectsFound = "suspects-found"
    case fileVanished = "file-vanished"
    case writtenAfterwards = "written-afterwards"
    case diskLow = "disk-low"
    case diskEnough = "disk-enough"

    /// Whether the entry is a decision of the ledger, with an `OUTCOME` and an `ASSIGNMENT_SEQ`.
    public var isDecision: Bool {
        switch self {
        case .newStory, .sameStory, .nearDuplicate, .exactDuplicate, .revision, .retraction, .rejected, .merged, .moved:
            true
        default: false
        }
    }

    /// The `MESSAGE_ID`: 128 random bits as 32 lower-case hexadecimal digits, never changed once published.
    public var messageID: String {
        switch self {
        case .newStory: "eaf0b776acc74017ad7f82089c1aa974"
        case .sameStory: "2741646c15d44d759d3782ef4347e20a"
        case .nearDuplicate: "90de7ab8154844f9812b06a4a93a39bd"
        case .exactDuplicate: "de27694d531042d0abc57d980dede75d"
        case .revision: "dbdb8a664e1d449d97dce5c4042bf470"
        case .retraction: "6754ae3a47f3427b93f2ff81a1b5e87f"
        case .rejected: "05fa8a5759ce46eaa15033171ee8dece"
        case .merged: "4529f220038643809f98e4d3154996d1"
        case .moved: "e85032decef347898fddbfb9031ca8f0"
        case .started: "530924e0312a4d0da4f6dee691e7dfd9"
        case .ready: "7718da4c490842828d94adc8123effdc"
        case .stopping: "7720ad1582324341959e339a84364dc7"
        case .reloaded: "a9ccdac3589d4765a957456f314145e5"
        case .reloadFailed: "f2605405142f40158174150accd90d67"
        case .queueOverflow: "4cd3e2bca08e430c8db5b4ae19cf45dd"
        case .watchLimit: "c7a5b0b77fbe48d4a1fd3e11d7c38a4b"
        case .folderPolled: "41834fee2bef4dfb8dfdfb086e256157"
        case .folderMissing: "f780aeb7fbaa4367940272c258fde003"
        case .folderReturned: "9cf98b040c4d4583bf000606938e3fc1"
        case .folderUnreadable: "fe3ba96092ed40b8bdab155e6544c59a"
        case .staysInPlace: "95d8c163630b400b8ee7532c11d2eb9b"
        case .ledgerUnavailable: "b0a6038f90a4420a9f3dcf9ea03f6717"
        case .ledgerAvailable: "e829938c2a534bf3816ac576fafb02aa"
        case .ledgerDamaged: "033db66f883241fa926e0a68dd939365"
        case .ledgerRebuilt: "518b0fb3a64a45ebaa3dce0def95642b"
        case .journalUnreadable: "cac6d1fc7a7648dfb10abbb850b8a221"
        case .journalStalled: "92bf6187794649fab8233daab80d8d7f"
        case .journalResumed: "5180f29ea20944ab89361ff03e2a8670"
        case .suspectsFound: "6088950aa598431b8442ab6a51f71778"
        case .fileVanished: "9f3c762c8da34e8fb5d2e6518d92da3f"
        case .writtenAfterwards: "6489d6e316104bf28fbba2aeff864b65"
        case .diskLow: "050e46bbb82e434ebfcf32ff7a7eb424"
        case .diskEnough: "08447f0bbd0145dcbc1fbc31b53a7936"
        }
    }

    /// How much it matters.
    public var priority: Priority {
        switch self {
        case .ledgerDamaged: .critical
        case .reloadFailed, .folderUnreadable, .ledgerUnavailable, .diskLow: .error
        case .rejected, .queueOverflow, .watchLimit, .folderMissing, .staysInPlace, .journalUnreadable,
            .journalStalled, .suspectsFound, .writtenAfterwards:
            .warning
        case .ledgerRebuilt, .retraction, .folderPolled, .folderReturned, .diskEnough, .ledgerAvailable,
            .journalResumed, .fileVanished:
            .notice
        default: .info
        }
    }
}

/// The journal's `PRIORITY`, by syslog's numbers.
public enum Priority: UInt8, Sendable, Comparable {
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6
    case debug = 7

    /// Orders by number: a more serious priority is the smaller.
    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
}
