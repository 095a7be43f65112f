/// How strongly each block reads as a paragraph.
struct ParagraphVotes {
    /// For each block its bytes, or 0 when it does not read as a paragraph.
    private(set) var ofBlock: [Int]
    /// The votes added up by node.
    private(set) var sums: SubtreeSums

    init(_ content: HTMLBlocks, _ tree: HTMLTree) {
        ofBlock = content.blocks.map { block in
            guard block.text.count >= 40, block.linkDensity < 0.35, !tree.nodes[block.node].tag.isHeading else {
                return 0
            }
            let isParagraph = block.text.count >= 120 || LineFeatures.endsSentence(content.text, block.text)
            return isParagraph ? block.text.count : 0
        }
        sums = ParagraphVotes.sums(ofBlock, content, tree)
    }

    /// Takes the votes of captions away, if they are not most of all: then they are the text.
    /// - Returns: which blocks count as captions after that.
    mutating func withoutCaptions(_ captions: [Bool], _ content: HTMLBlocks, _ tree: HTMLTree) -> [Bool] {
        let others = zip(ofBlock, captions).map { $1 ? 0 : $0 }
        guard others.reduce(0, &+) &* 5 >= sums.total &* 2 else { return captions.map { _ in false } }
        ofBlock = others
        sums = ParagraphVotes.sums(ofBlock, content, tree)
        return captions
    }

    private static func sums(_ votes: [Int], _ content: HTMLBlocks, _ tree: HTMLTree) -> SubtreeSums {
        SubtreeSums(tree, zip(content.blocks, votes).lazy.map { ($0.node, $1) })
    }
}
