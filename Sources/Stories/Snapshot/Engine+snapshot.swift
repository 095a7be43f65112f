import Shingling

extension Engine {
    /// What a snapshot has to agree in with an engine that reads it: bounds, settings, and the version of the features and
    /// of this coding.
    static func fingerprint(_ settings: EngineSettings, _ limit: Limit) -> UInt64 {
        Mixing.bytes("7 \(ArticleFeatures.modelVersion) \(settings) \(limit)")
    }

    /// Writes all that is known, so that an engine with the same settings can go on from there. It is read back by
    /// machines of the same kind alone.
    /// - Parameter write: Takes the bytes, in pieces.
    public func encode(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        let writer = SnapshotWriter(write)
        try writer.number(Int(bitPattern: UInt(Self.fingerprint(settings, limit))))
        try writer.list(articles)
        try KnownStory.encode(stories, to: writer)
        try texts.encode(to: writer)
        try wordIndex.encode(to: writer)
        try frequencies.encode(to: writer)
        try phraseIndex.encode(to: writer)
        try sketches.encode(to: writer)
        try writer.number(forgottenWords == nil ? 0 : 1)
        try forgottenWords?.encode(to: writer)
        try versions.encode(to: writer)
        try corrections.encode(to: writer)
        try writer.list(storyStoodFor)
        try writer.list(leastPostings)
        for number in [originals, mergedStories, agendaIsStale ? 1 : 0, forgotten, closedSincePurge] {
            try writer.number(number)
        }
        try writer.number(clock)
        try agenda.encode(to: writer)
        try arrivals.encode(to: writer)
        try OpenArticle.encode(openArticles, to: writer)
        try KnownVectors.encode(vectors, to: writer)
        try summaries.encode(to: writer)
    }

    /// An engine that goes on from what another one knew.
    /// - Parameters:
    ///   - bytes: What `encode` wrote, known to be undamaged.
    ///   - onRead: Called with each part of the bytes that is not needed any more.
    /// - Returns: Nil when they were written with other settings or by another version, or are not whole.
    public init?(
        settings: EngineSettings, decoding bytes: UnsafeRawBufferPointer,
        onRead: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
    ) {
        self.init(settings: settings)
        var reader = SnapshotReader(bytes, onRead: onRead)
        do { try decode(from: &reader) } catch { return nil }
    }

    private mutating func decode(from reader: inout SnapshotReader) throws(SnapshotError) {
        guard UInt64(UInt(bitPattern: try reader.number())) == Self.fingerprint(settings, limit) else {
            throw SnapshotError()
        }
        articles = try reader.list()
        stories = try KnownStory.decode(from: &reader)
        texts = try TextIndex(from: &reader)
        wordIndex = try PostingTable(from: &reader)
        frequencies = try CountingSketch(from: &reader)
        phraseIndex = try PhraseIndex(from: &reader)
        sketches = try SketchIndex(from: &reader)
        forgottenWords = try reader.number() == 0 ? nil : CountingSketch(from: &reader)
        versions = try VersionChains(from: &reader)
        corrections = try Corrections(from: &reader)
        storyStoodFor = try reader.list()
        leastPostings = try reader.list()
        originals = try reader.number()
        mergedStories = try reader.number()
        agendaIsStale = try reader.number() == 1
        forgotten = try reader.number()
        closedSincePurge = try reader.number()
        clock = try reader.optionalNumber()
        agenda = try Timeline(from: &reader)
        arrivals = try Timeline(from: &reader)
        openArticles = try OpenArticle.decode(from: &reader)
        guard openArticles.allSatisfy({ $0.article < articles.count }) else { throw SnapshotError() }
        vectors = try KnownVectors.decode(from: &reader, phrases: phrases)
        summaries = try SummaryTable(from: &reader)
        guard reader.isAtEnd, storyStoodFor.count == articles.count, vectors.count == articles.count,
            leastPostings.count == articles.count, summaries.count == articles.count
        else {
            throw SnapshotError()
        }
        // The rest follows from these, or is empty between two decisions.
        accumulators = Accumulators(articles: articles.count)
        names = StoryNames(stories)
        restoredFounders = stories.count
    }
}
