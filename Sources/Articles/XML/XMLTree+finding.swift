extension XMLTree {
    /// The elements directly within a node, in order.
    func children(of node: Int) -> [Int] {
        var children: [Int] = []
        var index = node &+ 1
        while index < nodes[node].end {
            if !nodes[index].name.isEmpty { children.append(index) }
            index = nodes[index].end
        }
        return children
    }

    /// The elements of a name directly within a node.
    func children(_ name: String, of node: Int = 0) -> [Int] {
        children(of: node).filter { nodes[$0].name == name }
    }

    /// The first element along a path of names, one within the other.
    func find(_ path: String..., from node: Int = 0) -> Int? {
        var node = node
        for name in path {
            guard let child = children(of: node).first(where: { nodes[$0].name == name }) else { return nil }
            node = child
        }
        return node
    }

    /// The first element of a name anywhere within a node, or the node itself.
    func findAnywhere(_ name: String, in node: Int = 0) -> Int? {
        (node..<nodes[node].end).first { nodes[$0].name == name }
    }

    /// An attribute's value; nil when it is absent or empty.
    func attribute(_ name: String, of node: Int?) -> String? {
        guard let node, let value = nodes[node].attributes.first(where: { $0.name == name })?.value, !value.isEmpty
        else { return nil }
        return value
    }

    /// All text within a node, just as it stands.
    func content(of node: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for inner in nodes[node..<nodes[node].end] { bytes.append(contentsOf: text[inner.text]) }
        return bytes
    }

    /// All text within a node as one line; nil when there is none.
    func line(_ node: Int?) -> String? {
        guard let node else { return nil }
        let line = JSONValue.oneLine(content(of: node))
        return line.isEmpty ? nil : line
    }

    /// The first child of one of the names that says something, the names in order of trust.
    func line(firstOf names: [String], of node: Int = 0) -> String? {
        for name in names {
            for child in children(name, of: node) {
                if let line = line(child) { return line }
            }
        }
        return nil
    }

    /// What all children of one of the names say.
    func lines(_ names: [String], of node: Int = 0) -> [String] {
        names.flatMap { children($0, of: node).compactMap(line) }
    }

    /// What is within a node as HTML: elements by their names without prefixes, attributes left out.
    /// - Parameter isLeftOut: asked of each element's name; what is left out is so with all that is in it.
    func html(within node: Int, isLeftOut: (String) -> Bool = { _ in false }) -> [UInt8] {
        var out: [UInt8] = []
        var open: [(end: Int, name: ArraySlice<UInt8>)] = []
        func closeUp(to index: Int) {
            while let last = open.last, last.end <= index {
                out.append(contentsOf: [0x3C, 0x2F] + last.name + [0x3E])
                open.removeLast()
            }
        }
        var index = node &+ 1
        while index < nodes[node].end {
            closeUp(to: index)
            let inner = nodes[index]
            if inner.name.isEmpty {
                for byte in text[inner.text] {
                    switch byte {
                    case 0x26: out.append(contentsOf: "&amp;".utf8)
                    case 0x3C: out.append(contentsOf: "&lt;".utf8)
                    default: out.append(byte)
                    }
                }
            } else if isLeftOut(inner.name) {
                // Words on both sides stay apart.
                out.append(0x20)
                index = inner.end
                continue
            } else {
                let utf8 = Array(inner.name.utf8)
                let local = utf8[(utf8.lastIndex(of: 0x3A).map { $0 + 1 } ?? 0)...]
                out.append(contentsOf: [0x3C] + local + [0x3E])
                if !["br", "hr", "img"].contains(inner.name) { open.append((inner.end, local)) }
            }
            index &+= 1
        }
        closeUp(to: index)
        return out
    }
}
