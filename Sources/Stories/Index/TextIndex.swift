import Shingling

/// Finds the first article with a text by its hash, and counts the stories a text founded.
///
/// Open addressing over article numbers; the hashes themselves are the articles'.
struct TextIndex {
    /// A text known: its first article + 1 (0: empty), and the stories it founded.
    private struct Slot: BitwiseCopyable {
        var first: UInt32 = 0
        var foundings: UInt32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 10)
    private var used = 0

    /// The first article with the text.
    func first(_ text: TextHash, _ articles: [KnownArticle]) -> Int? {
        let slot = slots[place(of: text, articles)]
        return slot.first == 0 ? nil : Int(slot.first) - 1
    }

    /// How many stories the text founded.
    func foundings(of text: TextHash, _ articles: [KnownArticle]) -> Int {
        Int(slots[place(of: text, articles)].foundings)
    }

    /// Brings the slot of a text into the processor's cache.
    func prefetch(_ text: TextHash) {
        slots.withUnsafeBufferPointer { slots in
            guard let base = slots.baseAddress else { return }
            Prefetch.lines(of: base + Int(truncatingIfNeeded: text.low) & (slots.count - 1), bytes: 8)
        }
    }

    /// Adds the article at a place, unless its text is known and not forgotten.
    mutating func insert(_ article: Int, _ articles: [KnownArticle]) {
        if used * 10 >= slots.count * 7 { grow(articles) }
        let place = place(of: articles[article].textHash, articles)
        if slots[place].first == 0 {
            used += 1
        } else if !articles[Int(slots[place].first) - 1].isForgotten {
            return
        }
        slots[place].first = UInt32(article + 1)
    }

    /// Counts one more story the text founded.
    mutating func founded(_ text: TextHash, _ articles: [KnownArticle]) {
        slots[place(of: text, articles)].foundings += 1
    }

    private func place(of text: TextHash, _ articles: [KnownArticle]) -> Int {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: text.low) & mask
        while slots[index].first != 0, articles[Int(slots[index].first) - 1].textHash != text {
            index = (index + 1) & mask
        }
        return index
    }

    private mutating func grow(_ articles: [KnownArticle]) {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for slot in old where slot.first != 0 {
            slots[place(of: articles[Int(slot.first) - 1].textHash, articles)] = slot
        }
    }
}

extension TextIndex: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(slots)
        try writer.number(used)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        slots = try reader.list()
        used = try reader.number()
        guard slots.count > used, slots.count & (slots.count - 1) == 0 else { throw SnapshotError() }
    }
}
