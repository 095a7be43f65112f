/// How an article compares with one story: what the story model's decision rests on. Similarities are 0–1.
package struct StoryEvidence: Sendable, Equatable {
    /// The story's number.
    package var story: Int64
    /// W: cosine of words, mean of the three nearest representatives.
    package var words = 0.0
    /// W: cosine of words to the story's centroid.
    package var centroid = 0.0
    /// B: cosine of word pairs, mean of the three nearest.
    package var pairs = 0.0
    /// P: the largest containment of weighted phrases.
    package var phrases = 0.0
    /// ln of the story's number of originals.
    package var logSize = 0.0
    /// N: cosine of names, mean of the three nearest.
    package var names = 0.0
    /// L: cosine of leads, mean of the three nearest.
    package var lead = 0.0
    /// Log-odds that the article belongs to the story, 16 fractional bits.
    package var score = 0
}
