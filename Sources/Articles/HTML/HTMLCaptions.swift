/// Tells the captions of pictures from paragraphs where no `figcaption` or name says so.
enum HTMLCaptions {
    /// A box with more text than this, in bytes, is more than a picture and its caption.
    private static let longest = 500

    /// For each block whether it shares a small box with a picture.
    static func find(_ content: HTMLBlocks, _ tree: HTMLTree) -> [Bool] {
        let bytes = SubtreeSums(tree, content.blocks.lazy.map { ($0.node, $0.text.count) })
        let pictures = SubtreeSums(
            tree, tree.nodes.lazy.enumerated().map { ($0, $1.tag == .img || $1.tag == .picture ? 1 : 0) })
        return content.blocks.map { block in
            var box = block.node
            for _ in 0..<4 where box > 0 && tree.nodes[box].tag != .body {
                guard bytes.within(box) <= longest else { return false }
                if pictures.within(box) > 0 {
                    // A picture, or an emoji, may stand within a paragraph.
                    return tree.nodes[box].tag != .p && tree.nodes[box].tag != .blockquote
                }
                box = tree.nodes[box].parent
            }
            return false
        }
    }
}
