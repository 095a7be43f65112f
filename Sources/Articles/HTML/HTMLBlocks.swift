/// A run of text between two block boundaries: a paragraph, a heading, an item.
struct HTMLBlock {
    /// The nearest element around it that is not inline.
    var node: Int
    /// Its bytes in ``HTMLBlocks/text``, trimmed, white space runs as one blank.
    var text: Range<Int>
    /// How many of these bytes are within links.
    var linkBytes: Int

    /// The share of the text within links, 0–1.
    var linkDensity: Double { Double(linkBytes) / Double(max(1, text.count)) }
}

/// The text of a page, or of what of it is not left out, as blocks in document order.
struct HTMLBlocks {
    private(set) var blocks: [HTMLBlock] = []
    /// The text of all blocks, one after the other.
    private(set) var text: [UInt8] = []

    /// The blocks of a tree, without the subtrees of the nodes `isLeftOut` is true for.
    init(_ tree: HTMLTree, isLeftOut: (Int) -> Bool) {
        var builder = HTMLBlockBuilder()
        let nodes = tree.nodes
        // The block elements around the current node, with where each ends.
        var around: [(node: Int, end: Int)] = []
        var linkEnd = 0
        var index = 0
        while index < nodes.count {
            while let last = around.last, last.end <= index {
                builder.flush(node: last.node)
                around.removeLast()
            }
            let node = nodes[index]
            if node.tag == .text {
                builder.append(tree.text, node.text, isLink: index < linkEnd)
            } else if isLeftOut(index) {
                if !node.tag.isInline { builder.flush(node: around.last?.node ?? 0) }
                index = node.end
                continue
            } else if node.tag == .a {
                linkEnd = max(linkEnd, node.end)
            } else if node.tag == .br {
                builder.flush(node: around.last?.node ?? 0)
            } else if !node.tag.isInline {
                builder.flush(node: around.last?.node ?? 0)
                around.append((index, node.end))
            }
            index += 1
        }
        builder.flush(node: around.last?.node ?? 0)
        blocks = builder.blocks
        text = builder.text
    }

    /// Some of the blocks as paragraphs with blank lines between.
    func joined(_ numbers: some Sequence<Int>) -> [UInt8] {
        var out: [UInt8] = []
        for number in numbers {
            out.append(contentsOf: text[blocks[number].text])
            out.append(contentsOf: [0x0A, 0x0A])
        }
        return out
    }
}

/// Gathers text until a block ends.
private struct HTMLBlockBuilder {
    private(set) var blocks: [HTMLBlock] = []
    private(set) var text: [UInt8] = []
    private var start = 0
    private var linkBytes = 0
    private var hasGap = false

    mutating func append(_ source: [UInt8], _ range: Range<Int>, isLink: Bool) {
        for index in range {
            let byte = source[index]
            if ASCII.isSpace(byte) {
                hasGap = true
                continue
            }
            if hasGap, text.count > start { text.append(0x20) }
            hasGap = false
            text.append(byte)
            if isLink { linkBytes &+= 1 }
        }
    }

    mutating func flush(node: Int) {
        if text.count > start {
            blocks.append(HTMLBlock(node: node, text: start..<text.count, linkBytes: linkBytes))
        }
        start = text.count
        linkBytes = 0
        hasGap = false
    }
}
