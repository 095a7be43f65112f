import Stories

/// The labels of the articles in each story, kept up to date as stories grow, merge and swap articles.
package struct StoryLabels: Sendable {
    private var counts: [Int64: [Int: Int]] = [:]

    package init() {}

    /// The label most of a story's articles have; the smallest among equals. Nil for a story without articles.
    package func most(in story: Int64) -> Int? {
        counts[story]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Articles in a story.
    package func size(of story: Int64) -> Int { counts[story]?.values.reduce(0, +) ?? 0 }

    /// Whether an article of a label belongs to a story: no label has more articles in it than this one.
    package func belongs(_ label: Int, to story: Int64) -> Bool {
        guard let labels = counts[story], let own = labels[label] else { return false }
        return labels.values.allSatisfy { $0 <= own }
    }

    /// Adds an article to a story.
    package mutating func add(_ label: Int, to story: Int64) { counts[story, default: [:]][label, default: 0] += 1 }

    /// Moves an article from a story to another.
    package mutating func move(_ label: Int, from story: Int64, to target: Int64) {
        guard let count = counts[story]?[label], count > 0 else { return }
        // A label without articles is none of the story's any more.
        counts[story]?[label] = count > 1 ? count - 1 : nil
        add(label, to: target)
    }

    /// Moves a story's articles into another.
    package mutating func merge(_ absorbed: Int64, into survivor: Int64) {
        guard let moved = counts.removeValue(forKey: absorbed) else { return }
        counts[survivor, default: [:]].merge(moved) { $0 + $1 }
    }
}
