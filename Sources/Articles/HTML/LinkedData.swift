/// What a page's JSON-LD (schema.org) says about its article.
struct LinkedData {
    private(set) var headline: String?
    /// The body as the site gives it: perhaps cut short, perhaps with markup in it.
    private(set) var body: [UInt8]?
    private(set) var byline: String?
    private(set) var published: [String] = []
    private(set) var language: String?
    private(set) var url: String?
    private(set) var publisher: String?

    /// - Parameter blocks: the contents of the page's scripts of type `application/ld+json`.
    init(_ blocks: [[UInt8]], limits: ReaderLimits) {
        for bytes in blocks.prefix(32) {
            var scanner = JSONScanner(bytes, nesting: limits.nesting)
            guard let value = try? scanner.value(limit: limits.articleBytes) else { continue }
            var open = [value]
            var seen = 0
            while let next = open.popLast(), seen < 1000 {
                seen += 1
                switch next {
                case .array(let elements): open.append(contentsOf: elements.prefix(500).reversed())
                case .object(let members):
                    if LinkedData.isArticle(members, bytes) { take(members, bytes, limits) }
                    for name in ["@graph", "mainEntity"] {
                        if let inner = LinkedData.member(name, of: members, bytes) { open.append(inner) }
                    }
                default: break
                }
            }
        }
    }

    private static func member(_ name: String, of members: [JSONMember], _ bytes: [UInt8]) -> JSONValue? {
        let wanted = name.utf8
        return members.first { bytes[$0.name.range].elementsEqual(wanted) }?.value
    }

    private static func isArticle(_ members: [JSONMember], _ bytes: [UInt8]) -> Bool {
        guard let kind = member("@type", of: members, bytes)?.plain(bytes, longest: 256) else { return false }
        return kind.contains("Article") || kind.contains("Posting") || kind.contains("Report")
    }

    private mutating func take(_ members: [JSONMember], _ bytes: [UInt8], _ limits: ReaderLimits) {
        func text(_ name: String) -> String? {
            LinkedData.member(name, of: members, bytes)?.plain(bytes, longest: limits.fieldBytes)
        }
        headline = headline ?? text("headline")
        if case .string(let string)? = LinkedData.member("articleBody", of: members, bytes), body == nil {
            body = string.decoded(bytes)
        }
        byline = byline ?? text("author")
        published += ["datePublished", "dateCreated"].compactMap(text)
        language = language ?? text("inLanguage")
        url = url ?? text("url")
        publisher = publisher ?? text("publisher")
    }
}
