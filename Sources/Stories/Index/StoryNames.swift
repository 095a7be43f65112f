/// Names of stories that are in use, to be asked whether one is.
///
/// Open addressing over story numbers; the names themselves are the stories'.
struct StoryNames {
    /// Places of stories + 1; 0 for none.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var used = 0

    /// Whether a story has a name, be it one that was merged.
    func contains(_ id: StoryID, _ stories: [KnownStory]) -> Bool { slots[slot(of: id, stories)] != 0 }

    /// Adds the latest story, to which all before it were added.
    mutating func insertLast(_ stories: [KnownStory]) {
        used += 1
        guard used * 5 > slots.count * 4 else { return enter(stories.count - 1, stories) }
        slots = Array(repeating: 0, count: slots.count * 3 / 2)
        for story in stories.indices { enter(story, stories) }
    }

    private mutating func enter(_ story: Int, _ stories: [KnownStory]) {
        slots[slot(of: stories[story].id, stories)] = UInt32(truncatingIfNeeded: story + 1)
    }

    /// Where a name is, or the empty slot where it would be.
    private func slot(of id: StoryID, _ stories: [KnownStory]) -> Int {
        // A share of the table, which need not be a power of two: names are hashes.
        var index = Int(truncatingIfNeeded: id.words.low.multipliedFullWidth(by: UInt64(slots.count)).high)
        while slots[index] != 0, stories[Int(slots[index]) - 1].id != id {
            index = index + 1 == slots.count ? 0 : index + 1
        }
        return index
    }

    /// Bytes of memory the names take, besides the stories.
    var memory: Int { slots.capacity * 4 }
}

extension StoryNames {
    /// The names of some stories.
    init(_ stories: [KnownStory]) {
        used = stories.count
        slots = Array(repeating: 0, count: max(64, stories.count * 3 / 2))
        for story in stories.indices { enter(story, stories) }
    }
}
