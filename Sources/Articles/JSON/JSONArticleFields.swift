/// Which member of a JSON object is which property of an article.
///
/// Names are compared without case, `_` and `-`. The order in each list is the order of trust: the first that says
/// something is taken. Besides the generic names these are those of the common scrapers' output.
enum JSONArticleFields {
    /// A property of an article.
    enum Role: Int, CaseIterable {
        case title, text, byline, published, language, url, guid, version, source
    }

    private static let names: [(role: Role, names: [String])] = [
        (.title, ["title", "headline"]),
        (
            .text,
            [
                "text", "maintext", "body", "content", "articlebody", "bodytext", "contenttext", "fulltext",
                "contenthtml",
                "bodyhtml", "description", "summary",
            ]
        ),
        (.byline, ["byline", "author", "authors", "creator"]),
        (
            .published,
            [
                "datepublished", "published", "publisheddate", "publishedat", "publishdate", "datepublish",
                "publicationdate", "pubdate", "date", "timestamp",
            ]
        ),
        (.language, ["language", "lang", "inlanguage", "metalang"]),
        (.url, ["url", "link", "canonicallink", "canonicalurl", "permalink"]),
        (.guid, ["guid", "uri", "id"]),
        (.version, ["version"]),
        (
            .source,
            [
                "source", "site", "sitename", "metasitename", "sourcedomain", "sourcehostname", "hostname", "publisher",
            ]
        ),
    ]

    private static let table: [String: (role: Role, rank: Int)] = {
        var table: [String: (role: Role, rank: Int)] = [:]
        for (role, names) in names {
            for (rank, name) in names.enumerated() { table[name] = (role, rank) }
        }
        return table
    }()

    /// The property a member's name stands for and its rank of trust, 0 the best.
    static func place(_ name: JSONString, _ bytes: [UInt8]) -> (role: Role, rank: Int)? {
        guard name.range.count <= 24, !name.isEscaped else { return nil }
        var key = ""
        for byte in bytes[name.range] where byte != 0x5F && byte != 0x2D {
            guard byte < 0x80 else { return nil }
            key.unicodeScalars.append(Unicode.Scalar(ASCII.lower(byte)))
        }
        return table[key]
    }

    /// Whether a member of this name makes its object an article.
    static func isText(_ name: JSONString, _ bytes: [UInt8]) -> Bool {
        guard let place = place(name, bytes) else { return false }
        return place.role == .text && place.rank < 8
    }
}
