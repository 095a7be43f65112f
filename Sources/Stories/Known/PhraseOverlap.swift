import Shingling

/// What two texts' phrases have in common, within the range both were kept from.
struct PhraseOverlap {
    /// Phrases of one text, and those among them with a name, a figure or a rare word.
    struct Count: Equatable {
        var all = 0
        var specific = 0

        var plain: Int { all - specific }
    }

    /// All of the first text, all of the second.
    var left = Count()
    var right = Count()
    /// What the first shares with the second, and the other way round: a name can open a sentence in one of them, and
    /// not look like a name there.
    var sharedLeft = Count()
    var sharedRight = Count()

    /// Merges two sorted lists.
    init(_ left: PhraseList, _ right: PhraseList) {
        let shift = max(left.shift, right.shift)
        let last = shift == 0 ? UInt32.max : (UInt32(1) << (32 - UInt32(shift))) - 1
        var (i, j) = (0, 0)
        while i < left.hashes.count, j < right.hashes.count, left.hashes[i] <= last, right.hashes[j] <= last {
            let (a, b) = (left.hashes[i], right.hashes[j])
            if a == b {
                sharedLeft.all &+= 1
                sharedLeft.specific &+= left.isSpecific(i)
                sharedRight.specific &+= right.isSpecific(j)
            }
            i &+= a <= b ? 1 : 0
            j &+= b <= a ? 1 : 0
        }
        sharedRight.all = sharedLeft.all
        while i < left.hashes.count, left.hashes[i] <= last { i &+= 1 }
        while j < right.hashes.count, right.hashes[j] <= last { j &+= 1 }
        self.left = Count(all: i, specific: left.specifics(before: i))
        self.right = Count(all: j, specific: right.specifics(before: j))
    }

    /// Phrases in both.
    var shared: Int { sharedLeft.all }

    /// Jaccard similarity, 0–1.
    var similarity: Double { Double(shared) / Double(max(1, left.all + right.all - shared)) }

    /// Share of the shorter one's phrases that the longer has, 0–1.
    var containment: Double { Double(shared) / Double(max(1, min(left.all, right.all))) }

    /// Whether the texts are two fillings of one template: in both, what differs are phrases with names, figures and
    /// rare words, and most of those differ, while nearly all the plain words around them are the same.
    var isTemplate: Bool {
        Self.isFilling(left, shared: sharedLeft) && Self.isFilling(right, shared: sharedRight)
    }

    private static func isFilling(_ count: Count, shared: Count) -> Bool {
        count.plain >= Template.leastPhrases && count.specific >= Template.leastPhrases
            && Double(shared.plain) >= Template.plainShared * Double(count.plain)
            && Double(shared.specific) <= Template.specificShared * Double(count.specific)
    }

    private enum Template {
        static let leastPhrases = 8
        static let plainShared = 0.9
        static let specificShared = 0.5
    }
}

/// The phrases of one text, borrowed.
struct PhraseList {
    /// Sorted, each once.
    var hashes: UnsafeBufferPointer<UInt32>
    /// One bit for each hash.
    var specific: [UInt64]
    var shift: UInt8

    /// 1 when the phrase at a place has a name, a figure or a rare word in it, else 0.
    @inline(__always)
    func isSpecific(_ place: Int) -> Int { Int(truncatingIfNeeded: specific[place >> 6] >> UInt64(place & 63)) & 1 }

    /// How many of the first ones have.
    func specifics(before end: Int) -> Int {
        var count = 0
        for word in 0..<(end >> 6) { count += specific[word].nonzeroBitCount }
        let rest = end & 63
        return rest == 0 ? count : count + (specific[end >> 6] & ((1 << UInt64(rest)) - 1)).nonzeroBitCount
    }
}
