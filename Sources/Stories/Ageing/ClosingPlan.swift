/// What was closed at the arrival of which article, as remembered: each list in order of numbers.
///
/// It is looked up and never walked.
struct ClosingPlan: Sendable {
    /// What was closed at one arrival.
    struct Step: Sendable {
        var stories: [Int] = []
        var articles: [(place: Int, isStanding: Bool)] = []
    }

    private var steps: [Int64: Step] = [:]

    /// Plans to close a story.
    mutating func add(story: Int, at article: Int64) { steps[article, default: Step()].stories.append(story) }

    /// Plans to settle an article.
    mutating func add(_ place: Int, isStanding: Bool, at article: Int64) {
        steps[article, default: Step()].articles.append((place, isStanding))
    }

    /// Takes what is planned for an article's arrival.
    mutating func take(_ article: Int64) -> Step? { steps.removeValue(forKey: article) }
}
