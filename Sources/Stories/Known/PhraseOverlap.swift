import Shingling

/// What two texts' phrases have in common, within the range both were kept from.
struct PhraseOverlap {
    /// Phrases of one text, and those among them with a name, a figure or a rare word.
    struct Count: Equatable {
        var all = 0
        var specific = 0

        var plain: Int { all - specific }

        /// Counts one more phrase.
        mutating func add(_ specific: Int) {
            all += 1
            self.specific += specific
        }
    }

    /// All of the first text, all of the second.
    var left = Count()
    var right = Count()
    /// What the first shares with the second, and the other way round: a name can open a sentence in one of them, and
    /// not look like a name there.
    var sharedLeft = Count()
    var sharedRight = Count()
    /// Only a sample of the phrases was compared, so the numbers are estimates.
    var isSketch = false

    /// Merges two sorted lists.
    init(_ left: PhraseList, _ right: PhraseList) {
        let last = min(left.last, right.last)
        isSketch = left.isSketch || right.isSketch
        guard left.mask | right.mask == 0 else {
            count(left, right, last: last, mask: left.mask | right.mask)
            return
        }
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

    /// Merges what two sorted lists have of a sample: hashes up to the last, with no bit of the mask.
    private mutating func count(_ left: PhraseList, _ right: PhraseList, last: UInt32, mask: UInt32) {
        var (i, j) = (0, 0)
        while true {
            while i < left.hashes.count, left.hashes[i] & mask != 0 { i &+= 1 }
            while j < right.hashes.count, right.hashes[j] & mask != 0 { j &+= 1 }
            let hasLeft = i < left.hashes.count && left.hashes[i] <= last
            let hasRight = j < right.hashes.count && right.hashes[j] <= last
            guard hasLeft || hasRight else { break }
            let isLeft = hasLeft && (!hasRight || left.hashes[i] <= right.hashes[j])
            let isRight = hasRight && (!hasLeft || right.hashes[j] <= left.hashes[i])
            if isLeft, isRight {
                sharedLeft.add(left.isSpecific(i))
                sharedRight.add(right.isSpecific(j))
            }
            if isLeft {
                self.left.add(left.isSpecific(i))
                i &+= 1
            }
            if isRight {
                self.right.add(right.isSpecific(j))
                j &+= 1
            }
        }
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
        let least = isSketch ? Template.leastSampled : Template.leastPhrases
        return Self.isFilling(left, shared: sharedLeft, least) && Self.isFilling(right, shared: sharedRight, least)
    }

    private static func isFilling(_ count: Count, shared: Count, _ least: Int) -> Bool {
        count.plain >= least && count.specific >= least
            && Double(shared.plain) >= Template.plainShared * Double(count.plain)
            && Double(shared.specific) <= Template.specificShared * Double(count.specific)
    }

    private enum Template {
        static let leastPhrases = 8
        /// Of a sketch.
        static let leastSampled = 3
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
    /// The list has all of its text's phrases up to this one that have no bit of the mask.
    var last: UInt32
    var mask: UInt32 = 0
    /// A few phrases stand for all.
    var isSketch = false

    /// No phrases.
    static var none: PhraseList {
        PhraseList(hashes: UnsafeBufferPointer(start: nil, count: 0), specific: [], shift: 0)
    }

    /// - Parameter shift: The top bits that are 0 in all phrases that were kept.
    init(hashes: UnsafeBufferPointer<UInt32>, specific: [UInt64], shift: UInt8) {
        self.hashes = hashes
        self.specific = specific
        last = shift == 0 ? .max : (UInt32(1) << (32 - UInt32(shift))) - 1
    }

    /// Whether a phrase is in the list.
    func contains(_ phrase: UInt32) -> Bool {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < phrase { low = middle + 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == phrase
    }

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
