/// One thing the story model looks at when it compares an article with a story.
package enum Signal: Int, CaseIterable, Sendable {
    /// W: cosine of words, mean of the three nearest representatives.
    case words
    /// W: cosine of words to the story's centroid.
    case centroid
    /// B: cosine of word pairs, mean of the three nearest.
    case pairs
    /// P: the largest containment of weighted phrases.
    case phrases
    /// ln of the story's number of originals.
    case logSize
    /// N: cosine of names, mean of the three nearest.
    case names
    /// L: cosine of leads, mean of the three nearest.
    case lead

    /// What it looks at, in a few words.
    package var title: String {
        switch self {
        case .words: "words"
        case .centroid: "words, centre"
        case .pairs: "word pairs"
        case .phrases: "phrases"
        case .logSize: "ln(size)"
        case .names: "names"
        case .lead: "lead"
        }
    }

    /// Whether it is a similarity, 0–1.
    package var isSimilarity: Bool { self != .logSize }
}

/// How an article compares with one story: what the story model's decision rests on.
package struct StoryEvidence: Sendable {
    /// The story's number.
    package var story: Int64
    /// The value of each signal, in the order of `Signal`; similarities are 0–1.
    package var values = InlineArray<7, Double>(repeating: 0)
    /// Log-odds that the article belongs to the story, 16 fractional bits.
    package var score = 0

    package init(story: Int64) { self.story = story }

    /// The value of one signal.
    package subscript(signal: Signal) -> Double {
        get { values[signal.rawValue] }
        set { values[signal.rawValue] = newValue }
    }

    /// What each signal adds to the log-odds; with the model's constant they sum to the score.
    package func contributions(_ model: StoryModel) -> [(signal: Signal, value: Double, logOdds: Double)] {
        Signal.allCases.map { ($0, self[$0], self[$0] * model.weights[$0.rawValue]) }
    }
}
