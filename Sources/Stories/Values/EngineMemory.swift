/// Bytes that what an engine knows takes, as allocated; what the allocator itself adds is not in it.
public struct EngineMemory: Sendable, Equatable {
    /// What is kept of every article for ever.
    public var articles = 0
    /// What is kept of stories, closed ones too.
    public var stories = 0
    /// The phrases of articles in open stories.
    public var phrases = 0
    /// The vectors of articles that stand for a story.
    public var vectors = 0
    /// What is left of them for closed stories.
    public var summaries = 0
    /// The index of phrases.
    public var phraseIndex = 0
    /// The index of words.
    public var wordIndex = 0
    /// Document frequencies that need no postings.
    public var frequencies = 0
    /// What is left of the phrases of articles in closed stories.
    public var sketches = 0

    /// All of it.
    public var total: Int {
        articles + stories + phrases + vectors + summaries + phraseIndex + wordIndex + frequencies + sketches
    }
}

extension Engine {
    /// What is known, measured. It is gone through once: that takes a while.
    public var memory: EngineMemory {
        var memory = EngineMemory()
        // Three sums, the story it stands for, the least posting, a place in the index of texts that is two thirds full,
        // vectors and summary.
        memory.articles = articles.count * (MemoryLayout<KnownArticle>.stride + 3 * 4 + 4 + 2 + 12 + 8 + 4)
        memory.stories = stories.count * MemoryLayout<KnownStory>.stride + names.memory
        for story in stories {
            for list in [story.members, story.representatives] where list.capacity > 0 {
                memory.stories += 32 + list.capacity * MemoryLayout<Int>.stride
            }
        }
        memory.phrases = openArticles.capacity * MemoryLayout<OpenArticle>.stride
        for article in openArticles { memory.phrases += article.phrases?.memory ?? 0 }
        for case let vectors? in vectors { memory.vectors += vectors.memory }
        memory.summaries = summaries.memory
        memory.phraseIndex = phraseIndex.memory
        memory.wordIndex = wordIndex.memory
        memory.frequencies = frequencies.memory + (forgottenWords?.memory ?? 0)
        memory.sketches = sketches.memory
        return memory
    }
}
