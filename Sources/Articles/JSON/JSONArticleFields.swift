/// Which member of a JSON object is which property of an article.
///
/// Names are compared without case, `_` and `-`. The order in each list is the order of trust: the first that says
/// something is taken. Besides the generic names these are those of the common scrapers' output.
enum JSONArticleFields {
    /// A property of an article.
    enum Role: Int, CaseIterable {
        case title, text, byline, published, updated, language, url, guid, version, status, source
    }

    private static let names: [(role: Role, names: [String])] = [
        (.title, ["title", "headline", "headlines"]),
        (.text, texts + teasers),
        (.byline, ["byline", "author", "authors", "by", "creator"]),
        (
            .published,
            [
                "datepublished", "published", "publisheddate", "publishedat", "publishdate", "datepublish",
                "publicationdate", "pubdate", "date", "timestamp", "versioncreated", "firstcreated", "contentcreated",
            ]
        ),
        (
            .updated,
            [
                "datemodified", "updated", "updatedat", "dateupdated", "modified", "modifieddate", "datemodify",
                "lastmodified",
            ]
        ),
        (.language, ["language", "lang", "inlanguage", "metalang"]),
        (.url, ["url", "link", "canonicallink", "canonicalurl", "permalink"]),
        (.guid, ["guid", "uri", "id"]),
        (.version, ["version"]),
        (.status, ["pubstatus", "managementstatus"]),
        (
            .source,
            [
                "source", "site", "sitename", "metasitename", "sourcehostname", "sourcedomain", "hostname", "publisher",
                "infosource", "infosources",
            ]
        ),
    ]

    /// Names of an article's whole text.
    private static let texts = [
        "text", "maintext", "bodytext", "bodyxhtml", "bodyhtml", "body", "bodies", "content", "contenttext",
        "contenthtml", "articlebody", "fulltext",
    ]

    /// Names of what is said of an article, for want of its text.
    private static let teasers = [
        "description", "descriptiontext", "descriptionxhtml", "summary", "excerpt", "abstract",
    ]

    private struct Entry {
        var key: UInt64
        var name: [UInt8]
        var role: Role
        var rank: Int
    }

    /// The names, each at the place its hash says or behind it. They and their hashes are known, so no hostile text makes the
    /// way there long.
    private static let table: [Entry?] = {
        var table = [Entry?](repeating: nil, count: tableSize)
        for (role, names) in names {
            for (rank, name) in names.enumerated() {
                let key = name.utf8.reduce(seed, hash)
                var place = Self.place(ofKey: key)
                while table[place] != nil { place = (place + 1) & (tableSize - 1) }
                table[place] = Entry(key: key, name: Array(name.utf8), role: role, rank: rank)
            }
        }
        return table
    }()
    private static let tableSize = 512

    @inline(__always)
    private static func place(ofKey key: UInt64) -> Int { Int(truncatingIfNeeded: key ^ key >> 32) & (tableSize - 1) }

    /// FNV-1a.
    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    @inline(__always)
    private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// The property a member's name stands for and its rank of trust, 0 the best.
    static func place(_ name: JSONString, _ bytes: [UInt8]) -> (role: Role, rank: Int)? {
        name.isEscaped ? nil : place(bytes[name.range])
    }

    /// The same for a name of UTF-8 bytes.
    static func place(_ name: some Collection<UInt8>) -> (role: Role, rank: Int)? {
        guard name.count <= 24 else { return nil }
        var key = seed
        for byte in name where byte != 0x5F && byte != 0x2D {
            guard byte < 0x80 else { return nil }
            key = hash(key, ASCII.lower(byte))
        }
        var place = place(ofKey: key)
        while let entry = table[place] {
            if entry.key == key,
                entry.name.elementsEqual(name.lazy.filter { $0 != 0x5F && $0 != 0x2D }.map(ASCII.lower))
            {
                return (entry.role, entry.rank)
            }
            place = (place &+ 1) & (tableSize &- 1)
        }
        // ninjs 1 has a body for each format: `body_nitf`, `body_markdown`.
        return name.starts(with: "body_".utf8) ? (.text, texts.count - 1) : nil
    }

    /// Whether a member of this name makes its object an article.
    static func isText(_ name: JSONString, _ bytes: [UInt8]) -> Bool {
        guard let place = place(name, bytes) else { return false }
        return place.role == .text && place.rank < texts.count
    }
}
