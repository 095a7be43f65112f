internal import CXML

/// An element or a run of text of an ``HTMLTree``.
struct HTMLNode {
    /// The element's kind, ``HTMLTag/text`` for a run of text.
    var tag: HTMLTag
    /// The index of the element it is in; the root's is its own.
    var parent: Int
    /// The index after the last node within it.
    var end: Int
    /// The bytes of a run of text in ``HTMLTree/text``.
    var text: Range<Int> = 0..<0
    /// `class`, `id`, `role`, `itemprop`, lower-cased, blanks between.
    var hint: [UInt8] = []
    /// Whether a browser would not show it (`hidden`, `aria-hidden`, `display:none`).
    var isHidden = false
}

/// A page as an array of nodes in document order: a subtree is a range, and nothing needs recursion.
struct HTMLTree {
    private(set) var nodes: [HTMLNode] = []
    /// The text of all runs, valid UTF-8, one after the other.
    private(set) var text: [UInt8] = []
    /// What the head says about the page.
    private(set) var metadata = HTMLMetadata()

    /// The tree of UTF-8 that ``HTMLPrescan`` has made fit; nil when nothing can be made of it.
    init?(_ markup: [UInt8]) {
        _ = HTMLTree.parserIsReady
        guard let count = Int32(exactly: markup.count), count > 0 else { return nil }
        let parsed = markup.withUnsafeBytes { raw in
            raw.baseAddress.flatMap { cxml_read_html($0.assumingMemoryBound(to: CChar.self), count) }
        }
        guard let document = parsed else { return nil }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return nil }
        text.reserveCapacity(markup.count / 2)
        flatten(root)
    }

    /// libxml2 asks to be set up once before threads use it.
    private static let parserIsReady: Void = xmlInitParser()

    private mutating func flatten(_ root: xmlNodePtr) {
        var current = root
        var parent = 0
        while true {
            let index = nodes.count
            add(current, parent: parent)
            if current.pointee.type == XML_ELEMENT_NODE, let child = current.pointee.children {
                parent = index
                current = child
                continue
            }
            nodes[index].end = nodes.count
            // On to the next in document order, closing what ends here.
            while current.pointee.next == nil || current == root {
                guard current != root, let up = current.pointee.parent else { return }
                current = up
                nodes[parent].end = nodes.count
                parent = nodes[parent].parent
                if current == root { return }
            }
            guard let next = current.pointee.next else { return }
            current = next
        }
    }

    private mutating func add(_ node: xmlNodePtr, parent: Int) {
        let index = nodes.count
        guard node.pointee.type == XML_ELEMENT_NODE else {
            let start = text.count
            if node.pointee.type == XML_TEXT_NODE || node.pointee.type == XML_CDATA_SECTION_NODE,
                let content = node.pointee.content
            {
                text.append(contentsOf: UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content))))
            }
            nodes.append(HTMLNode(tag: .text, parent: parent, end: index + 1, text: start..<text.count))
            return
        }
        let tag = node.pointee.name.map { HTMLTag(String(cString: $0)) } ?? .other
        var entry = HTMLNode(tag: tag, parent: parent, end: index + 1)
        metadata.element(tag, HTMLAttributes(node), at: index)
        var attribute = node.pointee.properties
        while let current = attribute {
            defer { attribute = current.pointee.next }
            guard let name = current.pointee.name else { continue }
            switch String(cString: name) {
            case "class", "id", "role", "itemprop", "data-component", "data-testid":
                entry.hint.append(contentsOf: HTMLAttributes.value(current).prefix(256).map(ASCII.lower))
                entry.hint.append(0x20)
            case "hidden": entry.isHidden = true
            case "aria-hidden":
                entry.isHidden = entry.isHidden || HTMLAttributes.value(current).elementsEqual("true".utf8)
            case "style":
                let style = HTMLAttributes.value(current).prefix(256).filter { $0 != 0x20 }.map(ASCII.lower)
                entry.isHidden =
                    entry.isHidden || style.indices.contains { ASCII.has("display:none", in: style, at: $0) }
            default: break
            }
        }
        // An anchor that leads nowhere is no link, and is often left open.
        if tag == .a, HTMLAttributes(node)["href"] == nil { entry.tag = .span }
        nodes.append(entry)
    }
}

/// The attributes of one element.
struct HTMLAttributes {
    private let node: xmlNodePtr

    init(_ node: xmlNodePtr) {
        self.node = node
    }

    /// The value of an attribute, trimmed; nil when it is absent or empty.
    subscript(name: String) -> String? {
        var attribute = node.pointee.properties
        while let current = attribute {
            if let found = current.pointee.name, String(cString: found) == name {
                let value = JSONValue.oneLine(Array(HTMLAttributes.value(current)))
                return value.isEmpty ? nil : value
            }
            attribute = current.pointee.next
        }
        return nil
    }

    /// The bytes of an attribute's value: the parser leaves one text node, entities undone.
    static func value(_ attribute: xmlAttrPtr) -> UnsafeBufferPointer<UInt8> {
        guard let content = attribute.pointee.children?.pointee.content else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content)))
    }
}
