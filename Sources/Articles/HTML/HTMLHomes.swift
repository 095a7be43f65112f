/// The elements that paragraphs stand in, and which of them are the article.
struct HTMLHomes {
    /// For each block the innermost element around it that holds two blocks or more and is not itself a part of a text,
    /// as lists and quotations are.
    let ofBlock: [Int]
    private let tree: HTMLTree
    /// From the headline to the next `h1`, or the whole page.
    private let underHeadline: Range<Int>

    /// - Parameters:
    ///   - content: the blocks that may be the article.
    ///   - whole: all blocks of the page, which tell better where elements hold several.
    init(_ content: HTMLBlocks, _ whole: HTMLBlocks, _ tree: HTMLTree, title: String) {
        self.tree = tree
        let counts = SubtreeSums(tree, whole.blocks.lazy.map { ($0.node, 1) })
        var homes = Array(repeating: 0, count: tree.nodes.count)
        for (index, node) in tree.nodes.enumerated() {
            homes[index] = node.tag.holdsParagraphs && counts.within(index) >= 2 ? index : homes[node.parent]
        }
        ofBlock = content.blocks.map { homes[$0.node] }
        let headline = HTMLHomes.headline(whole, tree, Array(title.utf8))
        let next = tree.metadata.headings.first { $0 > headline } ?? tree.nodes.count
        underHeadline = headline > 0 ? headline..<next : 0..<tree.nodes.count
    }

    /// The node of the first heading that says the title, an `h1` if there is one, or 0.
    private static func headline(_ whole: HTMLBlocks, _ tree: HTMLTree, _ title: [UInt8]) -> Int {
        guard !title.isEmpty else { return 0 }
        let places = whole.blocks.lazy.filter {
            tree.nodes[$0.node].tag.isHeading && $0.text.count <= title.count &+ 32
                && Headline.sameWords(whole.text, $0.text, title, 0..<title.count)
        }
        return (places.first { tree.nodes[$0.node].tag == .h1 } ?? places.first)?.node ?? 0
    }

    /// For each block whether it stands where the article's paragraphs do, and the nodes of the element that holds them all;
    /// nil when nothing reads as a paragraph.
    func article(_ content: HTMLBlocks, _ votes: ParagraphVotes) -> (isHome: [Bool], range: Range<Int>)? {
        let paragraphs = content.blocks.indices.filter { votes.ofBlock[$0] > 0 }
        guard let best = best(paragraphs, votes),
            let model = paragraphs.first(where: { ofBlock[$0] == best })
        else { return nil }
        var homes = Set(paragraphs.lazy.map { ofBlock[$0] }.filter { $0 >= best && $0 < tree.nodes[best].end })
        // Paragraphs with a box each, where others share one.
        var single: Set<Int> = []
        var container = best
        var around = best
        // An article cut into parts, perhaps with a box around the later ones ("paywall"), up to where its headline is.
        for step in 0..<3 {
            guard tree.nodes[around].tag != .article, tree.nodes[around].tag != .body,
                !(around..<tree.nodes[around].end).contains(underHeadline.lowerBound)
            else { break }
            let parent = tree.nodes[around].parent
            for number in paragraphs {
                let (home, node) = (ofBlock[number], content.blocks[number].node)
                guard node >= parent, node < tree.nodes[parent].end, !homes.contains(home) else { continue }
                if home == parent && step < 2 || isAlike(home, best, under: parent) {
                    homes.insert(home)
                } else if isAlike(node, content.blocks[model].node, under: parent) {
                    single.insert(number)
                } else {
                    continue
                }
                container = parent
            }
            around = parent
        }
        let isHome = content.blocks.indices.map { homes.contains(ofBlock[$0]) || single.contains($0) }
        return (isHome, container..<tree.nodes[container].end)
    }

    /// The home with most votes, the first of equals.
    private func best(_ paragraphs: [Int], _ votes: ParagraphVotes) -> Int? {
        var direct: [Int: Int] = [:]
        for number in paragraphs { direct[ofBlock[number], default: 0] &+= votes.ofBlock[number] }
        var best: (home: Int, score: Int)?
        var isFirst = true
        for number in paragraphs {
            let home = ofBlock[number]
            guard let votes = direct.removeValue(forKey: home) else { continue }
            let score = votes &* weight(home, isFirst: isFirst)
            if home >= underHeadline.lowerBound { isFirst = false }
            if score > best?.score ?? 0 { best = (home, score) }
        }
        return best?.home
    }

    /// How much a vote counts: more under the headline and next to it, and where a name says that it is the article.
    private func weight(_ home: Int, isFirst: Bool) -> Int {
        var weight = 2
        if underHeadline.contains(home) || (home..<tree.nodes[home].end).contains(underHeadline.lowerBound) {
            weight = isFirst ? 6 : 4
        } else if home < underHeadline.lowerBound {
            weight = 1
        }
        var node = home
        for _ in 0..<3 {
            if HTMLHints.isArticleBody(tree.nodes[node].hint) { return weight &* 2 }
            node = tree.nodes[node].parent
        }
        return weight
    }

    /// Whether two elements within a third have elements of the same kind and first class around them, up to it.
    private func isAlike(_ a: Int, _ b: Int, under top: Int) -> Bool {
        var (a, b) = (a, b)
        while a > top, b > top {
            let (one, other) = (tree.nodes[a], tree.nodes[b])
            guard one.tag == other.tag,
                one.hint.prefix(while: { $0 != 0x20 }).elementsEqual(other.hint.prefix { $0 != 0x20 })
            else { return false }
            (a, b) = (one.parent, other.parent)
        }
        return a == b
    }
}
