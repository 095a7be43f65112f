/// A count for each node of a tree, added up so that a subtree's sum is one subtraction.
struct SubtreeSums {
    /// The sum over the nodes before each node, and last over all.
    private var before: [Int]
    private let tree: HTMLTree

    /// The sums of numbers given by node; a node may have several or none.
    init(_ tree: HTMLTree, _ counts: some Sequence<(node: Int, count: Int)>) {
        self.tree = tree
        before = Array(repeating: 0, count: tree.nodes.count + 1)
        for (node, count) in counts { before[node + 1] &+= count }
        for index in tree.nodes.indices { before[index + 1] &+= before[index] }
    }

    /// The sum over all nodes.
    var total: Int { before[tree.nodes.count] }

    /// The sum over a node and all within it.
    func within(_ node: Int) -> Int {
        before[tree.nodes[node].end] &- before[node]
    }
}
