internal import CXML

/// An element or a run of text of an ``XMLTree``.
struct XMLNode {
    /// The element's name by ``XMLNames``; empty for a run of text.
    var name: String
    /// The index after the last node within it.
    var end: Int
    /// The bytes of a run of text in ``XMLTree/text``.
    var text: Range<Int> = 0..<0
    /// Attributes by their names in lower case, without prefixes but `xml:`.
    var attributes: [(name: String, value: String)] = []
}

/// An item of an XML file as an array of nodes in document order, the item itself the first: a subtree is a range.
struct XMLTree {
    private(set) var nodes: [XMLNode] = []
    /// The text of all runs, valid UTF-8, one after the other.
    private(set) var text: [UInt8] = []
    /// What the prefixes stand for, the root's declarations included.
    private(set) var names: XMLNames

    /// The tree of a range of UTF-8.
    /// - Parameter names: the prefixes of the file; nil when the range begins with the file's root.
    /// - Throws: what exceeds a limit, or markup nothing can be made of.
    init(_ bytes: [UInt8], _ range: Range<Int>, names: XMLNames?, limits: ReaderLimits) throws(Refusal) {
        _ = XMLTree.parserIsReady
        let markup = try XMLPrescan(bytes, range, limits: limits).markup
        self.names = names ?? XMLNames()
        let parsed = markup.withUnsafeBytes { raw -> xmlDocPtr? in
            guard let base = raw.baseAddress, let count = Int32(exactly: raw.count) else { return nil }
            return cxml_read_xml(base.assumingMemoryBound(to: CChar.self), count)
        }
        guard let document = parsed else { throw Refusal(.malformed, "broken XML at byte \(range.lowerBound)") }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else {
            throw Refusal(.malformed, "broken XML at byte \(range.lowerBound)")
        }
        if names == nil { self.names.note(root: root) }
        text.reserveCapacity(markup.count / 2)
        flatten(root)
    }

    /// libxml2 asks to be set up once before threads use it.
    private static let parserIsReady: Void = xmlInitParser()

    private mutating func flatten(_ root: xmlNodePtr) {
        var current = root
        var around: [Int] = []
        while true {
            let index = nodes.count
            add(current)
            if current.pointee.type == XML_ELEMENT_NODE, let child = current.pointee.children {
                around.append(index)
                current = child
                continue
            }
            nodes[index].end = nodes.count
            // On to the next in document order, closing what ends here.
            while current == root || current.pointee.next == nil {
                guard current != root, let up = current.pointee.parent, let open = around.popLast() else { return }
                nodes[open].end = nodes.count
                current = up
                if current == root { return }
            }
            guard let next = current.pointee.next else { return }
            current = next
        }
    }

    private mutating func add(_ node: xmlNodePtr) {
        var entry = XMLNode(name: "", end: nodes.count &+ 1)
        switch node.pointee.type {
        case XML_ELEMENT_NODE:
            entry.name = names.name(of: node)
            var attribute = node.pointee.properties
            while let current = attribute {
                if let name = current.pointee.name {
                    entry.attributes.append((XMLTree.name(String(cString: name), current), XMLTree.value(current)))
                }
                attribute = current.pointee.next
            }
        case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
            let start = text.count
            if let content = node.pointee.content {
                text.append(contentsOf: UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content))))
            }
            entry.text = start..<text.count
        default: break
        }
        nodes.append(entry)
    }

    private static func name(_ name: String, _ attribute: xmlAttrPtr) -> String {
        let name = name.lowercased()
        let prefix = attribute.pointee.ns?.pointee.prefix.map { String(cString: $0) }
        if prefix == "xml" { return "xml:\(name)" }
        return name.hasPrefix("xml:") ? name : name.split(separator: ":").last.map(String.init) ?? name
    }

    private static func value(_ attribute: xmlAttrPtr) -> String {
        guard let content = attribute.pointee.children?.pointee.content else { return "" }
        return JSONValue.oneLine(Array(UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content)))))
    }
}
