/// Finds an article's text in a page by structure and density.
///
/// What is around an article (navigation, forms, what its names call related, comments or sharing) is left out first.
/// The rest is cut into blocks. Blocks that read as paragraphs (long, few links) vote for the elements around them, and
/// the innermost element that holds nearly all of the votes is the article; of its blocks those that are link lists
/// go.
struct MainText {
    private let tree: HTMLTree
    private let content: HTMLBlocks
    /// For each block how strongly it reads as a paragraph, in bytes.
    private let votes: [Int]
    /// The sum of the votes within the nodes before each node.
    private let votesBefore: [Int]

    init(_ tree: HTMLTree) {
        self.tree = tree
        // Twice: what names leave out depends on how much of the page reads as paragraphs there.
        let whole = HTMLBlocks(tree) { tree.nodes[$0].tag == .head || tree.nodes[$0].tag == .noscript }
        let leftOut = MainText.leftOut(tree, MainText.sums(MainText.votes(whole, tree), whole, tree))
        content = HTMLBlocks(tree) { leftOut[$0] }
        votes = MainText.votes(content, tree)
        votesBefore = MainText.sums(votes, content, tree)
    }

    private static func votes(_ content: HTMLBlocks, _ tree: HTMLTree) -> [Int] {
        content.blocks.map { vote($0, content.text, tree) }
    }

    /// For each node the votes before it, and last those of all, so that a subtree's are a difference.
    private static func sums(_ votes: [Int], _ content: HTMLBlocks, _ tree: HTMLTree) -> [Int] {
        var sums = Array(repeating: 0, count: tree.nodes.count + 1)
        for (block, vote) in zip(content.blocks, votes) { sums[block.node + 1] &+= vote }
        for index in tree.nodes.indices { sums[index + 1] &+= sums[index] }
        return sums
    }

    /// The article's text, blank lines between paragraphs; empty when there is no sentence.
    func text() -> [UInt8] {
        // Of a page with hardly any text, its sentences.
        guard votes(within: 0) > 0 else {
            return content.joined(
                content.blocks.indices.filter {
                    content.blocks[$0].linkDensity < 0.35
                        && LineFeatures.endsSentence(content.text, content.blocks[$0].text)
                })
        }
        let container = namedContainer() ?? densestContainer()
        let range = container..<tree.nodes[container].end
        let within = content.blocks.indices.filter { range.contains(content.blocks[$0].node) }
        guard let first = within.first(where: { votes[$0] > 0 }), let last = within.last(where: { votes[$0] > 0 })
        else {
            return []
        }
        // Where paragraphs are: short lines beside them ("Four dates remain:") are the article's too.
        var homes: Set<Int> = []
        for number in within where votes[number] > 0 { homes.insert(home(content.blocks[number].node)) }
        return content.joined(
            within.filter { number in
                let block = content.blocks[number]
                let isHome = homes.contains(home(block.node))
                if number < first, !isHome || tree.nodes[block.node].tag.isHeading { return false }
                if number > last, !isHome { return false }
                return votes[number] > 0 || block.linkDensity < (isHome ? 0.6 : 0.5)
            })
    }

    /// The element whose paragraphs a block stands among: its parent, or the list's or quotation's.
    private func home(_ node: Int) -> Int {
        var home = tree.nodes[node].tag == .div ? node : tree.nodes[node].parent
        while home > 0 {
            switch tree.nodes[home].tag {
            case .ul, .ol, .li, .blockquote, .p, .dl, .span, .other, .a: home = tree.nodes[home].parent
            default: return home
            }
        }
        return home
    }

    /// The element that its names, or its kind, say is the article, if it holds a good part of what reads as paragraphs.
    private func namedContainer() -> Int? {
        let total = votes(within: 0)
        var best: (named: Int?, article: Int?) = (nil, nil)
        var second = 0
        for (index, node) in tree.nodes.enumerated() where node.tag != .text && node.tag != .body && node.tag != .html {
            let votes = votes(within: index)
            guard votes * 4 >= total, votes > 0 else { continue }
            // An element with as many votes within one that is named likewise fits more closely.
            if !node.tag.isInline, node.tag != .p, HTMLHints.isArticleBody(node.hint),
                best.named.map({ votes >= self.votes(within: $0) }) ?? true
            {
                best.named = index
            }
            if node.tag == .article {
                if let other = best.article, index >= tree.nodes[other].end { second = max(second, votes) }
                if best.article.map({ votes > self.votes(within: $0) }) ?? true { best.article = index }
            }
        }
        if let named = best.named { return joined(named) }
        guard let article = best.article, second * 2 <= votes(within: article) else { return nil }
        return densestContainer(within: article)
    }

    /// The element itself or, where a page cuts its article into several of the same name, the one around them all.
    private func joined(_ named: Int) -> Int {
        let hint = tree.nodes[named].hint
        var around = tree.nodes[named].parent
        for _ in 0..<3 where around > 0 && tree.nodes[around].tag != .article && tree.nodes[around].tag != .body {
            let outside = [around..<named, tree.nodes[named].end..<tree.nodes[around].end].joined()
            if outside.contains(where: { tree.nodes[$0].hint == hint && votes(within: $0) > 0 }) { return around }
            around = tree.nodes[around].parent
        }
        return named
    }

    private func votes(within node: Int) -> Int {
        votesBefore[tree.nodes[node].end] &- votesBefore[node]
    }

    /// The innermost element that holds nearly all that reads as paragraphs.
    private func densestContainer(within root: Int = 0) -> Int {
        var current = root
        while true {
            var best = 0
            var bestVotes = 0
            var child = current + 1
            while child < tree.nodes[current].end {
                let votes = votes(within: child)
                if votes > bestVotes {
                    best = child
                    bestVotes = votes
                }
                child = tree.nodes[child].end
            }
            guard bestVotes > 0, bestVotes * 4 >= votes(within: current) * 3, tree.nodes[best].tag != .p else {
                return current
            }
            current = best
        }
    }

    private static func vote(_ block: HTMLBlock, _ text: [UInt8], _ tree: HTMLTree) -> Int {
        guard block.text.count >= 40, block.linkDensity < 0.35, !tree.nodes[block.node].tag.isHeading else { return 0 }
        return block.text.count >= 120 || LineFeatures.endsSentence(text, block.text) ? block.text.count : 0
    }

    /// For each node whether its subtree is left out. What holds a good part of the page's paragraphs is not left out for
    /// its name.
    private static func leftOut(_ tree: HTMLTree, _ votesBefore: [Int]) -> [Bool] {
        let total = votesBefore[tree.nodes.count]
        return tree.nodes.indices.map { index in
            let node = tree.nodes[index]
            switch node.tag {
            case .text, .html, .body, .main, .article: return false
            case .head, .noscript: return true
            default: break
            }
            let votes = votesBefore[node.end] &- votesBefore[index]
            if node.isHidden { return votes &* 5 < total &* 3 }
            guard node.tag.isNeverText || HTMLHints.isAround(node.hint) else { return false }
            return votes &* 5 < total &* 2
        }
    }
}
