public import Shingling

/// Steps of a decision by themselves, for benchmarks. The engine has counted the article's shingles afterwards as if it had come,
/// and remembers nothing else of it; it is not to decide any more.
@_spi(Measuring)
extension Engine {
    /// An article, and the stories it is compared with.
    public struct Candidates {
        let stories: [Int]
        let probe: VectorProbe
    }

    /// Looks an article up: its phrases, its words, and the stories that share most with it.
    public mutating func lookUpCandidates(of features: ArticleFeatures) -> Candidates {
        let sample = lookUp(features)
        let phraseWeight = sumPhrases(sample)
        defer { accumulators.reset() }
        let probe = VectorProbe(weigh(features, sample), in: &termTable)
        return Candidates(stories: storyCandidates(probe, phraseWeight: phraseWeight), probe: probe)
    }

    /// Compares an article with the stories found for it, in place of the latest one.
    /// - Returns: How many there were.
    public mutating func score(_ candidates: Candidates) -> Int {
        evidence(candidates.stories, articles.count - 1, candidates.probe).count
    }
}
