/// The words of a query, to find texts that hold all of them; words are what they are for features.
public struct WordSet: Sendable {
    /// Sorted, each once.
    private let hashes: [UInt64]

    /// The words of a text.
    public init(_ text: String) {
        hashes = Set(Tokenizer.tokens(title: "", text: text).hashes).sorted()
    }

    /// True when the text had no word in it.
    public var isEmpty: Bool { hashes.isEmpty }

    /// Whether every word is in this title or text.
    public func isSubset(ofTitle title: String, text: String) -> Bool {
        var missing = Set(hashes)
        for hash in Tokenizer.tokens(title: title, text: text).hashes {
            if missing.remove(hash) != nil, missing.isEmpty { return true }
        }
        return missing.isEmpty
    }
}
