import Daemon
import Stories

/// Two articles that were compared, and whether they are of one story.
struct TrainingPair {
    /// The signals' values, in the order of `Signal`, then 1 for the constant.
    let values: [Double]
    let belongs: Bool
    /// How much it counts; the pairs of a collection sum to 1.
    var weight: Double

    /// The pairs that a collection gives when every article is put into the story it belongs to: each article with what
    /// stands for the stories it is compared with.
    static func collect(_ collection: LabelledCollection, seeds: ClosedRange<UInt64>) -> [TrainingPair] {
        var pairs: [TrainingPair] = []
        for seed in seeds {
            var engine = Engine(settings: EngineSettings(), model: StoryModel())
            var stories: [Int: Int64] = [:]
            for index in collection.order(seed: seed) {
                let entry = collection.entries[index]
                let (story, evidence) = engine.place(entry.submission, in: stories[entry.label])
                let article = Int64(engine.articleCount)
                for other in evidence.flatMap({ engine.representatives(of: $0.story) }) where other != article {
                    guard let signals = engine.compare(article, other) else { continue }
                    pairs.append(
                        TrainingPair(
                            values: Signal.allCases.map { signals[$0] } + [1],
                            belongs: engine.story(ofArticle: other) == story, weight: 1))
                }
                stories[entry.label] = story
            }
        }
        // How many pairs belong is a matter of how large a collection's stories are; both kinds count the same.
        let belonging = pairs.count { $0.belongs }
        for index in pairs.indices {
            pairs[index].weight = 0.5 / Double(max(1, pairs[index].belongs ? belonging : pairs.count - belonging))
        }
        return pairs
    }
}
