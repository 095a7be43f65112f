extension Entry {
    /// The whole entry, ready to be kept and sent.
    ///
    /// - Parameters:
    ///   - sequence: the ledger's number of this decision (`ASSIGNMENT_SEQ`); nil for what is no decision.
    ///   - ledger: the ledger's identity (`LEDGER_ID`), so that a number of another ledger on the same host is never
    ///     taken for one of ours.
    public func encoded(sequence: Int64? = nil, ledger: String? = nil) -> EncodedEntry {
        var entry = EncodedEntry()
        entry.append(.message, message)
        entry.append(.messageID, kind.messageID)
        entry.append(.priority, "\(kind.priority.rawValue)")
        entry.append(.syslogIdentifier, syslogIdentifier)
        if kind.isDecision { entry.append(.outcome, kind.rawValue) }
        if let sequence { entry.append(.assignmentSequence, "\(sequence)") }
        if let ledger { entry.append(.ledgerID, ledger) }
        appendFields(to: &entry)
        return entry
    }

    private func appendFields(to entry: inout EncodedEntry) {
        switch self {
        case .newStory(let article, let story, let follows, let score):
            entry.append(article)
            entry.append(story)
            if let follows { entry.append(.storyFollows, follows) }
            entry.append(score: score)
        case .sameStory(let article, let story, let score):
            entry.append(article)
            entry.append(story)
            entry.append(score: score)
        case .nearDuplicate(let article, let story, let earlier, let score),
            .exactDuplicate(let article, let story, let earlier, let score),
            .revision(let article, let story, let earlier, let score):
            entry.append(article)
            entry.append(story)
            entry.append(earlier)
            entry.append(score: score)
        case .retraction(let notice, let file, let story, let reason):
            entry.append(notice)
            if let file { entry.append(.retractedFile, file.cleaned(limit: TextLimit.path)) }
            if let story { entry.append(story) }
            entry.append(reason: reason)
        case .rejected(let file, let reason, let errno):
            entry.append(file)
            entry.append(reason: reason)
            if let errno { entry.append(.errno, "\(errno)") }
        case .merged(let story, let absorbed, let user):
            entry.append(story)
            entry.append(.mergedStoryID, absorbed)
            if let user { entry.append(.correctedBy, user.cleaned(limit: TextLimit.headline)) }
        case .moved(let article, let story, let from, let user):
            entry.append(article)
            entry.append(story)
            entry.append(.previousStoryID, from)
            if let user { entry.append(.correctedBy, user.cleaned(limit: TextLimit.headline)) }
        case .started(let version, let folders, let articles, let stories):
            entry.append(.version, version)
            for folder in folders { entry.append(folder: folder) }
            entry.append(.articles, "\(articles)")
            entry.append(.stories, "\(stories)")
        case .stopping(let reason), .reloadFailed(let reason), .journalUnreadable(let reason):
            entry.append(reason: reason)
        case .reloaded(let changed, let needRestart):
            entry.append(.changedSettings, changed.joined(separator: " "))
            if !needRestart.isEmpty { entry.append(.needRestart, needRestart.joined(separator: " ")) }
        case .queueOverflow(let folder), .folderMissing(let folder), .folderReturned(let folder):
            entry.append(folder: folder)
        case .watchLimit(let folder, let sysctl, let value):
            entry.append(folder: folder)
            entry.append(.sysctl, sysctl)
            entry.append(.sysctlValue, "\(value)")
        case .folderPolled(let folder, let fileSystem):
            entry.append(folder: folder)
            entry.append(.fileSystem, fileSystem)
        case .folderUnreadable(let folder, let errno):
            entry.append(folder: folder)
            entry.append(.errno, "\(errno)")
        case .staysInPlace(let file, let errno, let remedy):
            entry.append(.articleFile, file.cleaned(limit: TextLimit.path))
            entry.append(.errno, "\(errno)")
            entry.append(.remedy, remedy.cleaned(limit: TextLimit.path))
        case .ledgerUnavailable(let reason, let seconds):
            entry.append(reason: reason)
            entry.append(.retrySeconds, "\(seconds)")
        case .ledgerDamaged(let reason, let setAside):
            entry.append(reason: reason)
            entry.append(.setAside, setAside.cleaned(limit: TextLimit.path))
        case .ledgerRebuilt(let articles, let stories, let missing):
            entry.append(.articles, "\(articles)")
            entry.append(.stories, "\(stories)")
            entry.append(.missingArticles, "\(missing)")
        case .suspectsFound(let count):
            entry.append(.suspects, "\(count)")
        case .diskLow(let folder, let free, let least):
            entry.append(folder: folder)
            entry.append(.freeBytes, "\(free)")
            entry.append(.leastBytes, "\(least)")
        case .fileVanished(let file), .writtenAfterwards(let file):
            entry.append(.articleFile, file.cleaned(limit: TextLimit.path))
        case .ready, .diskEnough, .ledgerAvailable, .journalStalled, .journalResumed:
            break
        }
    }
}

/// The name under which every entry is found (`journalctl -t storyd`).
let syslogIdentifier = "storyd"

extension EncodedEntry {
    fileprivate mutating func append(_ article: ArticleFields) {
        if let id = article.id { append(.articleID, "\(id)") }
        append(.articleFile, article.file.cleaned(limit: TextLimit.path))
        if let raw = article.rawFile { append(checkedName: FieldName.articleFileRaw.rawValue, raw) }
        appendKnown(.articleTitle, article.title, limit: TextLimit.headline)
        appendKnown(.articleURL, article.url, limit: TextLimit.path)
        appendKnown(.articleSource, article.source, limit: TextLimit.headline)
        appendKnown(.articleDate, article.date, limit: TextLimit.headline)
        appendKnown(.articleLanguage, article.language, limit: TextLimit.headline)
    }

    fileprivate mutating func append(_ story: StoryFields) {
        append(.storyID, story.id)
        appendKnown(.storyTitle, story.title, limit: TextLimit.headline)
        append(.storySize, "\(story.size)")
    }

    fileprivate mutating func append(_ earlier: DuplicateFields) {
        append(.duplicateOf, "\(earlier.articleID)")
        append(.duplicateFile, earlier.file.cleaned(limit: TextLimit.path))
        append(.similarity, Share(earlier.similarity).field)
        append(.containment, Share(earlier.containment).field)
    }

    fileprivate mutating func append(score: Double?) {
        if let score { append(.storyScore, Share(score).field) }
    }

    fileprivate mutating func append(reason: String) {
        append(.reason, reason.cleaned(limit: TextLimit.reason))
    }

    fileprivate mutating func append(folder: String) {
        append(.folder, folder.cleaned(limit: TextLimit.path))
    }

    /// Adds a field whose value may be missing: then there is no field.
    private mutating func appendKnown(_ name: FieldName, _ value: String?, limit: Int) {
        let cleaned = value?.cleaned(limit: limit) ?? ""
        if !cleaned.isEmpty { append(name, cleaned) }
    }
}
