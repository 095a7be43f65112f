import Shingling

/// One thing the story model looks at when it compares two articles.
package enum Signal: Int, CaseIterable, Sendable {
    /// W: square root of the cosine of words.
    case words
    /// L: weighted Jaccard of leads.
    case lead
    /// P: containment of weighted phrases.
    case phrases
    /// N: containment of names.
    case names
    /// ln of the shorter one's words: short texts share less for chance alone.
    case length

    /// What it looks at, in a few words.
    package var title: String {
        switch self {
        case .words: "words"
        case .lead: "lead"
        case .phrases: "phrases"
        case .names: "names"
        case .length: "length"
        }
    }

    /// The families that signals need, in their order; phrases are kept apart.
    static let families: [Family] = [.words, .names, .lead]
}

/// How two articles compare: the value of each signal, 0–1 but for the length.
package struct PairSignals: Sendable {
    /// In the order of `Signal`.
    package var values = InlineArray<5, Double>(repeating: 0)

    init() {}

    init(_ overlap: VectorOverlap) {
        self[.words] = overlap.wordCosine.squareRoot()
        self[.lead] = overlap.jaccard(.lead)
        self[.phrases] = overlap.containment(ArticleVectors.phrases)
        self[.names] = overlap.containment(Family.names.rawValue)
        self[.length] = overlap.logLength
    }

    /// The value of one signal.
    package subscript(signal: Signal) -> Double {
        get { values[signal.rawValue] }
        set { values[signal.rawValue] = newValue }
    }
}
