/// What of a page is around the article, as its elements' kinds and names say.
struct HTMLSurroundings {
    /// For each node whether its subtree is left out.
    let isLeftOut: [Bool]

    /// What holds a good part of the page's paragraphs is not left out for its name, nor for being hidden: pages hide their
    /// text until a script shows it.
    init(_ tree: HTMLTree, _ votes: ParagraphVotes) {
        let total = votes.sums.total
        isLeftOut = tree.nodes.indices.map { index in
            let node = tree.nodes[index]
            switch node.tag {
            case .text, .html, .body, .main, .article: return false
            case .head, .noscript: return true
            default: break
            }
            if node.isHidden { return votes.sums.within(index) &* 5 < total &* 3 }
            guard node.tag.isNeverText || HTMLHints.isAround(node.hint) else { return false }
            return votes.sums.within(index) &* 5 < total &* 2
        }
    }

    /// Why a node is left out.
    func reason(_ node: Int, _ tree: HTMLTree) -> RemovalReason {
        if tree.nodes[node].isHidden { return .hidden }
        switch tree.nodes[node].tag {
        case .nav, .menu: return .navigation
        default: return .aside
        }
    }
}
