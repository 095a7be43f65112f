import Shingling

/// Finds the runs of words that two texts share.
enum SharedRuns {
    /// Tokens of the shortest run: as many as a phrase has.
    private static let shortest = ArticleFeatures.Limit.phraseWidth
    /// Places of one phrase that are looked at, so that a text of one phrase over and over costs no more.
    private static let places = 8

    /// The longest runs, as ranges of the left text's tokens: the longest first, then the earliest. None overlaps another,
    /// none crosses the end of the title.
    static func find(_ left: SpelledText, _ right: SpelledText) -> [Range<Int>] {
        let (a, b) = (left.hashes, right.hashes)
        guard a.count >= shortest, b.count >= shortest else { return [] }
        var known: [UInt64: [Int]] = [:]
        for place in 0...(b.count - shortest) {
            let key = phrase(b, place)
            if known[key, default: []].count < places { known[key, default: []].append(place) }
        }
        var runs: [Range<Int>] = []
        var place = 0
        while place + shortest <= a.count {
            let end = place < left.titleCount ? left.titleCount : a.count
            var longest = 0
            for other in known[phrase(a, place)] ?? [] {
                var length = 0
                while place + length < end, other + length < b.count, a[place + length] == b[other + length] {
                    length += 1
                }
                longest = max(longest, length)
            }
            if longest >= shortest {
                runs.append(place..<place + longest)
                place += longest
            } else {
                place += 1
            }
        }
        return runs.sorted { $0.count != $1.count ? $0.count > $1.count : $0.lowerBound < $1.lowerBound }
    }

    private static func phrase(_ tokens: [UInt64], _ place: Int) -> UInt64 {
        (1..<shortest).reduce(tokens[place]) { Mixing.pair($0, tokens[place + $1]) }
    }
}
