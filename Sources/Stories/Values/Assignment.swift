/// The engine's decision about one article.
public struct Assignment: Sendable, Equatable {
    /// The article's number: dense, from 1, in the order of arrival.
    public var article: Int64
    /// The number of its story, dense, from 1: the survivor, when the article caused stories to merge.
    public var story: Int64
    /// The story's lasting name.
    public var storyID: StoryID
    /// How many earlier stories were founded by the text that founded this story.
    public var generation: Int
    /// Articles in the story with this one, before the merges and moves it causes.
    public var storySize: Int
    /// The article that founded the story.
    public var storyFounder: Int64
    /// What the article is.
    public var outcome: Outcome
    /// Probability, 0–1, that the article belongs to the best of the stories it was compared with. Nil for copies, which
    /// are not compared, and when no known story shares anything with it.
    public var score: Double?
    /// The article it is a copy or a revision of.
    public var duplicateOf: Int64?
    /// Jaccard similarity, 0–1, of the two articles' 5-word shingles; nil when it is no copy.
    public var similarity: Double?
    /// Share, 0–1, of the shorter article's 5-word shingles that the longer one has; nil when it is no copy.
    public var containment: Double?
    /// The version that was current until this article, a newer version of the same, took its place.
    public var replaces: Int64?
    /// The version that is current although this article, an older version of the same, came after it.
    public var replacedBy: Int64?
    /// The closed story that a new story continues.
    public var follows: Int64?
    /// It is a copy of an article in a closed story, and in that story now, which stays closed.
    public var isLate: Bool
    /// Stories absorbed by `story` because this article belongs to them as well, in order of their numbers.
    public var merges: [Merge]
    /// Articles that fit the article's story better than the one they were in, after the merges.
    public var moves: [Move]
    /// Stories that were closed before the decision because nothing had come for too long, in order of their numbers.
    public var closings: [Closing]
}

/// A story that was closed: from then on only copies join it.
public struct Closing: Sendable, Equatable {
    /// The story.
    public var story: Int64
    /// The articles it had, in the order of their arrival.
    public var articles: [Int64]
    /// Those among them that later articles are compared with, to tell whether they continue it.
    public var standing: [Int64]
}

/// An article that changed its story, and the copies of it that went with it.
public struct Move: Sendable, Equatable {
    /// The story it left, which has other articles still.
    public var from: Int64
    /// The story it is in now.
    public var to: Int64
    /// The names of both.
    public var fromID, toID: StoryID
    /// Articles in both after this move.
    public var fromSize, toSize: Int
    /// The articles that changed their story, in the order of their arrival.
    public var articles: [Int64]
}

/// One story absorbed by another: the one with more articles survives, then the older.
public struct Merge: Sendable, Equatable {
    /// The story that remains.
    public var survivor: Int64
    /// The story that is retired; its number and its name resolve to the survivor from now on.
    public var absorbed: Int64
    /// The survivor's name.
    public var survivorID: StoryID
    /// The retired name.
    public var absorbedID: StoryID
    /// Articles in the survivor after this merge.
    public var survivorSize: Int
    /// The articles that changed their story, in the order of their arrival.
    public var moved: [Int64]
}
