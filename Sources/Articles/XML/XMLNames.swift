internal import CXML

/// What the prefixes of an XML file's names stand for, so that elements are known by one name whatever prefix a writer
/// chose, and also where the declaration is missing.
struct XMLNames {
    /// Namespaces by the prefix this project calls them; the empty one for those whose names need none.
    private static let known: [String: String] = [
        "http://purl.org/rss/1.0/modules/content/": "content",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://www.w3.org/2005/Atom": "atom",
        "http://search.yahoo.com/mrss/": "media",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
        "http://purl.org/rss/1.0/": "",
        "http://www.w3.org/1999/xhtml": "",
        "http://iptc.org/std/nar/2006-10-01/": "",
        "http://iptc.org/std/NITF/2006-10-18/": "",
    ]

    /// Namespaces declared at the root, by prefix.
    private(set) var declared: [String: String] = [:]
    /// The root's own namespace, whose names need no prefix.
    private(set) var own: String?

    /// Notes what a file's root declares.
    mutating func note(root: xmlNodePtr) {
        var declaration = root.pointee.nsDef
        while let current = declaration {
            if let prefix = current.pointee.prefix, let uri = current.pointee.href, declared.count < 64 {
                declared[String(cString: prefix)] = String(cString: uri)
            }
            declaration = current.pointee.next
        }
        own = root.pointee.ns?.pointee.href.map { String(cString: $0) }
    }

    /// An element's name in lower case, with this project's prefix where it is not of the file's own vocabulary.
    func name(of node: xmlNodePtr) -> String {
        guard let raw = node.pointee.name else { return "" }
        var local = Substring(String(cString: raw))
        var prefix = node.pointee.ns?.pointee.prefix.map { String(cString: $0) } ?? ""
        var uri = node.pointee.ns?.pointee.href.map { String(cString: $0) }
        // The parser leaves a prefix it has no declaration for in the name.
        if uri == nil, let colon = local.firstIndex(of: ":") {
            prefix = String(local[..<colon])
            local = local[local.index(after: colon)...]
            uri = declared[prefix]
        }
        guard !prefix.isEmpty, uri == nil || uri != own else { return local.lowercased() }
        let short = uri.flatMap { XMLNames.known[$0] } ?? prefix.lowercased()
        return short.isEmpty ? local.lowercased() : "\(short):\(local.lowercased())"
    }
}
