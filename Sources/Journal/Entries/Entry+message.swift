extension Entry {
    /// The line a person reads (`MESSAGE`), without a newline. Text from outside is cleaned and cut.
    public var message: String {
        switch self {
        case .newStory(let article, let story, let follows, _):
            "new story \(story.shortID) \(article.headline)" + (follows.map { ", follows \(shortened($0))" } ?? "")
        case .sameStory(let article, let story, let score):
            "same story \(story.shortID) ← \(article.headline), \(story.articleCount), score \(Share(score).score)"
        case .nearDuplicate(let article, let story, let earlier, _):
            "near-duplicate of \(earlier.name) in \(story.shortID) ← \(article.name), "
                + "\(Share(earlier.containment).percent) of its text, \(story.articleCount)"
        case .exactDuplicate(let article, let story, let earlier, _):
            "exact duplicate of \(earlier.name) in \(story.shortID) ← \(article.name), \(story.articleCount)"
        case .revision(let article, let story, let earlier, _):
            "revision of \(earlier.name) in \(story.shortID) ← \(article.name), "
                + "\(Share(earlier.similarity).percent) unchanged"
        case .retraction(let notice, let file, let story, let reason):
            retractionMessage(notice, file, story, reason.cleaned(limit: TextLimit.reason))
        case .rejected(let file, let reason, _):
            "rejected \(file.name): \(reason.cleaned(limit: TextLimit.reason))"
        case .merged(let story, let absorbed, let user):
            "merged story \(shortened(absorbed)) into \(story.shortID), \(story.articleCount)\(byUser(user))"
        case .moved(let article, let story, let from, let user):
            "moved \(article.headline) from \(shortened(from)) to \(story.shortID)\(byUser(user))"
        default:
            operationalMessage
        }
    }

    private func retractionMessage(
        _ notice: ArticleFields, _ file: String?, _ story: StoryFields?, _ reason: String
    ) -> String {
        guard let file, let story else { return "retraction of an unknown article ← \(notice.headline): \(reason)" }
        return "retraction of \(name(file)) in \(story.shortID) ← \(notice.headline): \(reason)"
    }

    private var operationalMessage: String {
        switch self {
        case .started(let version, let folders, let articles, let stories):
            "storyd \(version) started, watching \(list(folders)): \(counted(articles, "article", "articles"))"
                + " in \(counted(stories, "story", "stories"))"
        case .ready:
            "ready: the ledger is open and the folders are watched"
        case .stopping(let reason):
            "stopping: \(reason.cleaned(limit: TextLimit.reason))"
        case .reloaded(let changed, let needRestart):
            (changed.isEmpty
                ? "settings read again, nothing changed" : "settings read again, changed: \(list(changed))")
                + (needRestart.isEmpty ? "" : "; a restart is needed to change \(list(needRestart))")
        case .reloadFailed(let reason):
            "settings not read again, the old ones stay: \(reason.cleaned(limit: TextLimit.reason))"
        case .queueOverflow(let folder):
            "the kernel's event queue overflowed, scanning \(name(folder)) again"
        case .watchLimit(let folder, let sysctl, let value):
            "no more watches for \(name(folder)) (\(sysctl) is \(value)), scanning it more often instead"
        case .folderPolled(let folder, let fileSystem):
            "folder \(name(folder)) is on \(fileSystem), which tells nothing of changes: scanning it more often instead"
        case .folderMissing(let folder):
            "drop folder \(name(folder)) is missing, waiting for it"
        case .folderReturned(let folder):
            "drop folder \(name(folder)) is back"
        case .folderUnreadable(let folder, let errno):
            "folder \(name(folder)) cannot be read: \(systemMessage(errno))"
        case .staysInPlace(let file, let errno, let remedy):
            "\(name(file)) is decided but stays where it is (\(systemMessage(errno))); "
                + "to mend it: \(remedy.cleaned(limit: TextLimit.path))"
        case .ledgerUnavailable(let reason, let seconds):
            "the ledger cannot be written, trying again in \(seconds) s: \(reason.cleaned(limit: TextLimit.reason))"
        case .ledgerAvailable:
            "the ledger can be written again"
        case .ledgerDamaged(let reason, let setAside):
            "the ledger is damaged (\(reason.cleaned(limit: TextLimit.headline))): it is set aside as \(name(setAside)), "
                + "and made anew from the archive"
        case .ledgerRebuilt(let articles, let stories, let missing):
            "the ledger is made anew: \(counted(articles, "article", "articles"))"
                + " in \(counted(stories, "story", "stories"))"
                + (missing > 0 ? "; the files of \(counted(missing, "other", "others")) are gone" : "")
        case .journalUnreadable(let reason):
            "the journal cannot be read back, entries stay unconfirmed: \(reason.cleaned(limit: TextLimit.reason))"
        case .journalStalled:
            "the journal takes no entries, decisions wait in the ledger"
        case .journalResumed:
            "the journal takes entries again"
        case .suspectsFound(let count):
            "\(counted(count, "file was", "files were")) in progress when the service last died, "
                + "to be read last and alone"
        case .fileVanished(let file):
            "\(name(file)) went away before it was taken"
        case .writtenAfterwards(let file):
            "\(name(file)) was written to after it was read: what was added is not decided"
        case .diskLow(let folder, let free, let least):
            "no file is taken: \(free) bytes are free for \(name(folder)), less than \(least) (folder.min_free)"
        case .diskEnough:
            "there is room on the disk again, files are taken"
        // The decisions are worded by `message`.
        case .newStory, .sameStory, .nearDuplicate, .exactDuplicate, .revision, .retraction, .rejected, .merged, .moved:
            ""
        }
    }
}

extension ArticleFields {
    /// `“headline” (file)`, or the file alone in brackets.
    fileprivate var headline: String {
        let title = title.cleaned(limit: TextLimit.headline)
        return title.isEmpty ? "(\(name))" : "“\(title)” (\(name))"
    }

    fileprivate var name: String { file.cleaned(limit: TextLimit.headline) }
}

extension StoryFields {
    fileprivate var shortID: String { shortened(id) }
    fileprivate var articleCount: String { counted(size, "article", "articles") }
}

extension DuplicateFields {
    fileprivate var name: String { file.cleaned(limit: TextLimit.headline) }
}

/// The part of a story's id that a message shows.
private func shortened(_ id: String) -> String { String(id.prefix(8)) }

private func byUser(_ user: String?) -> String {
    user.map { ", by \($0.cleaned(limit: TextLimit.headline))" } ?? ""
}

private func name(_ path: String) -> String { path.cleaned(limit: TextLimit.headline) }

private func list(_ names: [String]) -> String {
    names.joined(separator: ", ").cleaned(limit: TextLimit.reason)
}
