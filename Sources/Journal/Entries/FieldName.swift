/// Every journal field that an entry can carry.
///
/// Fields of diagnostics (`META_…`) are made from the logger's metadata and are not listed.
public enum FieldName: String, CaseIterable, Sendable {
    // The journal's own vocabulary, systemd.journal-fields(7).
    case message = "MESSAGE"
    case messageID = "MESSAGE_ID"
    case priority = "PRIORITY"
    case syslogIdentifier = "SYSLOG_IDENTIFIER"
    case errno = "ERRNO"
    case codeFile = "CODE_FILE"
    case codeLine = "CODE_LINE"
    case codeFunction = "CODE_FUNC"

    // A decision.
    case ledgerID = "LEDGER_ID"
    case assignmentSequence = "ASSIGNMENT_SEQ"
    case replayed = "REPLAYED"
    case outcome = "OUTCOME"
    case reason = "REASON"

    // Its story.
    case storyID = "STORY_ID"
    case storyTitle = "STORY_TITLE"
    case storySize = "STORY_SIZE"
    case storyScore = "STORY_SCORE"
    case storyFollows = "STORY_FOLLOWS"
    case mergedStoryID = "MERGED_STORY_ID"
    case previousStoryID = "PREVIOUS_STORY_ID"
    case correctedBy = "CORRECTED_BY"

    // Its article.
    case articleID = "ARTICLE_ID"
    case articleFile = "ARTICLE_FILE"
    case articleFileRaw = "ARTICLE_FILE_RAW"
    case articleTitle = "ARTICLE_TITLE"
    case articleURL = "ARTICLE_URL"
    case articleSource = "ARTICLE_SOURCE"
    case articleDate = "ARTICLE_DATE"
    case articleLanguage = "ARTICLE_LANGUAGE"

    // The article it copies or revises.
    case duplicateOf = "DUPLICATE_OF"
    case duplicateFile = "DUPLICATE_FILE"
    case similarity = "SIMILARITY"
    case containment = "CONTAINMENT"

    // The article that is taken back.
    case retractedFile = "RETRACTED_FILE"

    // Operation.
    case version = "STORYD_VERSION"
    case folder = "FOLDER"
    case articles = "ARTICLES"
    case stories = "STORIES"
    case changedSettings = "CHANGED_SETTINGS"
    case needRestart = "NEED_RESTART"
    case sysctl = "SYSCTL"
    case sysctlValue = "SYSCTL_VALUE"
    case fileSystem = "FILE_SYSTEM"
    case freeBytes = "FREE_BYTES"
    case leastBytes = "LEAST_BYTES"
    case remedy = "REMEDY"
    case retrySeconds = "RETRY_SECONDS"
    case suspects = "SUSPECTS"
    case setAside = "SET_ASIDE"
    case missingArticles = "MISSING_ARTICLES"

    // Diagnostics.
    case logger = "LOGGER"

    /// Whether journald takes `name` as a field from a service: `[A-Z0-9_]`, 1–64 characters, no leading
    /// underscore (those are journald's own) and no leading digit.
    public static func isValid(_ name: some StringProtocol) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64, first >= 0x41 && first <= 0x5A else { return false }
        return name.utf8.allSatisfy { byte in
            (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
        }
    }
}
