/// Markup in a field that should be text.
enum HTMLFragment {
    /// Whether the text has tags of HTML paragraphs in it.
    static func isLikely(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while true {
            let open = ByteLanes.index(of: 0x3C, in: bytes, from: index, to: bytes.count)
            guard open < bytes.count else { return false }
            for tag in ["<p>", "<p ", "</p>", "<br", "<div", "</a>", "</em>", "</strong>", "<span", "<li>"]
                as [StaticString]
            where ASCII.has(tag, in: bytes, at: open) {
                return true
            }
            index = open &+ 1
        }
    }

    /// Whether the text has tags of HTML paragraphs in it that were escaped, as in `&lt;p&gt;`.
    static func isEscaped(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while let sign = bytes[index...].firstIndex(of: 0x26) {
            for tag in ["&lt;p&gt;", "&lt;p ", "&lt;/p&gt;", "&lt;br", "&lt;div"] as [StaticString]
            where ASCII.has(tag, in: bytes, at: sign) {
                return true
            }
            index = sign &+ 1
        }
        return false
    }

    /// All the text of a fragment, a line a paragraph; nil when it cannot be parsed.
    static func text(_ bytes: [UInt8], limits: ReaderLimits) -> [UInt8]? {
        guard let scan = try? HTMLPrescan(bytes, limits: limits), let tree = HTMLTree(scan.markup) else { return nil }
        let blocks = HTMLBlocks(tree) { tree.nodes[$0].isHidden || tree.nodes[$0].tag.isNeverText }
        return blocks.joined(blocks.blocks.indices)
    }
}
