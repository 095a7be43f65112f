extension Engine {
    /// What two known articles have in common, as the story model sees it.
    /// - Returns: Nil unless both stand for their stories.
    package func compare(_ left: Int64, _ right: Int64) -> PairSignals? {
        guard left >= 1, right >= 1, left <= Int64(articles.count), right <= Int64(articles.count) else { return nil }
        let (one, other) = (articles[Int(left) - 1], articles[Int(right) - 1])
        guard one.isRepresentative, other.isRepresentative else { return nil }
        return PairSignals(overlap(Int(left) - 1, Int(right) - 1))
    }
}
