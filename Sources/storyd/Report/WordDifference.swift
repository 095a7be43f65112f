/// What two texts have in common and in what they differ, word by word. Kinds of quotation marks, apostrophes and dashes
/// make no difference, as they make none to what is a copy.
struct WordDifference {
    /// Words in a row.
    enum Run: Equatable {
        case common([Substring])
        case onlyInOriginal([Substring])
        case onlyInCopy([Substring])
    }

    /// Words compared of either text.
    static let limit = 4000

    /// In the order of reading.
    private(set) var runs: [Run] = []
    /// Whether a text goes on after what was compared.
    let isCut: Bool

    /// Compares the words of two texts: a shortest edit script, by Myers' algorithm ("An O(ND) difference algorithm and
    /// its variations", 1986), which `difference(from:)` is.
    init(original: String, copy: String) {
        let (left, leftCut) = Self.words(original)
        let (right, rightCut) = Self.words(copy)
        isCut = leftCut || rightCut
        // What both begin and end with alike needs no comparing.
        let (leftKeys, rightKeys) = (left.map(Self.key), right.map(Self.key))
        let head = zip(leftKeys, rightKeys).prefix { $0 == $1 }.count
        let tail = min(
            zip(leftKeys.reversed(), rightKeys.reversed()).prefix { $0 == $1 }.count, left.count - head,
            right.count - head)
        append(left[..<head], Run.common)
        let (oldPart, newPart) = (left[head..<(left.count - tail)], right[head..<(right.count - tail)])
        var (removed, inserted) = (Set<Int>(), Set<Int>())
        let newKeys = Array(rightKeys[head..<(right.count - tail)])
        for change in newKeys.difference(from: Array(leftKeys[head..<(left.count - tail)])) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var (old, new) = (0, 0)
        while old < oldPart.count || new < newPart.count {
            if removed.contains(old) {
                append([oldPart[oldPart.startIndex + old]], Run.onlyInOriginal)
                old += 1
            } else if inserted.contains(new) {
                append([newPart[newPart.startIndex + new]], Run.onlyInCopy)
                new += 1
            } else {
                append([oldPart[oldPart.startIndex + old]], Run.common)
                (old, new) = (old + 1, new + 1)
            }
        }
        append(left[(left.count - tail)...], Run.common)
    }

    /// Words that only one of the texts has.
    var changes: Int {
        runs.reduce(0) { sum, run in
            switch run {
            case .common: sum
            case .onlyInOriginal(let words), .onlyInCopy(let words): sum + words.count
            }
        }
    }

    private static func key(_ word: Substring) -> String {
        guard !word.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") }) else {
            return String(word)
        }
        var key = ""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "‘", "’", "‚", "‛", "′": key.append("'")
            case "“", "”", "„", "‟", "″", "«", "»": key.append("\"")
            case "‐", "‑", "‒", "–", "—", "―", "-": if key.last != "-" { key.append("-") }
            case "…": key.append("...")
            default: key.unicodeScalars.append(scalar)
            }
        }
        return key
    }

    private static func words(_ text: String) -> ([Substring], isCut: Bool) {
        let words = text.split(maxSplits: limit, whereSeparator: \.isWhitespace)
        return (Array(words.prefix(limit)), words.count > limit)
    }

    private mutating func append(_ words: ArraySlice<Substring>, _ make: ([Substring]) -> Run) {
        guard !words.isEmpty else { return }
        let next = make(Array(words))
        switch (runs.last, next) {
        case (.common(let before)?, .common(let more)): runs[runs.count - 1] = .common(before + more)
        case (.onlyInOriginal(let before)?, .onlyInOriginal(let more)):
            runs[runs.count - 1] = .onlyInOriginal(before + more)
        case (.onlyInCopy(let before)?, .onlyInCopy(let more)): runs[runs.count - 1] = .onlyInCopy(before + more)
        default: runs.append(next)
        }
    }
}
