/// An article's text in a page, found by structure and density.
///
/// What is around an article (navigation, forms, what its names call related, comments or sharing) is left out first, and
/// so are captions. The rest is cut into blocks. Blocks that read as paragraphs (long, few links) vote for the element they
/// stand in, their home. The home with most votes, of those under the headline, is the article's or a part of it; homes
/// that are built alike and the one directly around it are parts as well. Names only help: with every class and id made
/// meaningless most pages come out the same.
struct MainText {
    /// The blocks of what is not left out.
    let content: HTMLBlocks
    /// The numbers of the blocks that are the article, in order; none when the page has no sentence.
    let kept: [Int]
    private let tree: HTMLTree
    private let whole: HTMLBlocks
    private let surroundings: HTMLSurroundings
    private let isCaption: [Bool]

    /// - Parameter title: the article's headline as the page states it, or empty.
    init(_ tree: HTMLTree, title: String) {
        self.tree = tree
        // Twice: what names leave out depends on how much of the page reads as paragraphs there.
        whole = HTMLBlocks(tree) { tree.nodes[$0].tag == .head || tree.nodes[$0].tag == .noscript }
        surroundings = HTMLSurroundings(tree, ParagraphVotes(whole, tree))
        let isLeftOut = surroundings.isLeftOut
        content = HTMLBlocks(tree) { isLeftOut[$0] }
        var votes = ParagraphVotes(content, tree)
        isCaption = votes.withoutCaptions(HTMLCaptions.find(content, tree), content, tree)
        kept = MainText.kept(content, votes, isCaption, HTMLHomes(content, whole, tree, title: title), tree)
    }

    /// The article's text, blank lines between paragraphs.
    var text: [UInt8] { content.joined(kept) }

    private static func kept(
        _ content: HTMLBlocks, _ votes: ParagraphVotes, _ isCaption: [Bool], _ homes: HTMLHomes, _ tree: HTMLTree
    ) -> [Int] {
        guard let article = homes.article(content, votes) else {
            // Of a page with hardly any text, its sentences.
            return content.blocks.indices.filter {
                content.blocks[$0].linkDensity < 0.35
                    && LineFeatures.endsSentence(content.text, content.blocks[$0].text)
            }
        }
        // Short lines beside its paragraphs ("Four dates remain:") are the article's too.
        let isHome = article.isHome
        let paragraphs = content.blocks.indices.filter { isHome[$0] && votes.ofBlock[$0] > 0 }
        guard let first = paragraphs.first, let last = paragraphs.last else { return [] }
        return content.blocks.indices.filter { number in
            let block = content.blocks[number]
            guard article.range.contains(block.node), !isCaption[number] else { return false }
            if number < first, !isHome[number] || tree.nodes[block.node].tag.isHeading { return false }
            if number > last, !isHome[number] { return false }
            return votes.ofBlock[number] > 0 || block.linkDensity < (isHome[number] ? 0.6 : 0.5)
        }
    }

    /// What the page holds besides the article, and why it is no part of it: first what was left out as a whole, then the
    /// blocks that stand apart.
    func removed() -> [RemovedText] {
        var pieces: [RemovedText] = []
        var end = 0
        var reason: RemovalReason?
        var node = 0
        for block in whole.blocks {
            // Blocks come in document order, and so do the parts that are left out.
            while node <= block.node {
                if node >= end { reason = nil }
                if reason == nil, surroundings.isLeftOut[node] {
                    reason = surroundings.reason(node, tree)
                    end = tree.nodes[node].end
                }
                node += 1
            }
            if let reason, block.node < end { pieces.append(RemovedText(whole.text[block.text], reason)) }
        }
        var next = kept[...]
        for (number, block) in content.blocks.enumerated() {
            if next.first == number {
                next.removeFirst()
                continue
            }
            let reason: RemovalReason = isCaption[number] ? .aside : block.linkDensity >= 0.5 ? .linkList : .outside
            pieces.append(RemovedText(content.text[block.text], reason))
        }
        return pieces
    }
}
