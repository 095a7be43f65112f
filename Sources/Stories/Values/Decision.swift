/// A decision with what it rests on.
package struct Decision: Sendable {
    /// What was decided.
    package var assignment: Assignment
    /// The stories the article was compared with, the likeliest first; none for a copy.
    package var evidence: [StoryEvidence]

    init(_ assignment: Assignment, _ evidence: [StoryEvidence] = []) {
        self.assignment = assignment
        self.evidence = evidence
    }
}

/// What the engine would go by if an article came now.
package struct Consideration: Sendable {
    /// The earlier article with the same text.
    package var sameText: Int64?
    /// The articles that seem to share most phrases with it, the nearest first.
    package var relatives: [Int64]
    /// The stories it would be compared with were it no copy, the likeliest first.
    package var evidence: [StoryEvidence]
}
