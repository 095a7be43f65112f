/// What the class, id and role of an element say about its content: names that sites in general use.
enum HTMLHints {
    /// Words that name something around an article.
    private static let aroundWords = [
        "nav", "navigation", "navbar", "menu", "breadcrumb", "breadcrumbs", "footer", "sidebar", "aside",

        "related", "recommended", "recommendations", "recirc", "recirculation", "more", "popular", "trending",
        "comment",
        "comments", "disqus", "respond", "replies", "share", "sharing", "sharebar", "sharedaddy", "social", "addthis",
        "addtoany",
        "ad", "ads", "advert", "advertisement", "advertising", "adsense", "dfp", "sponsor", "sponsored", "promo",
        "promoted",
        "outbrain", "taboola", "newsletter", "subscribe", "subscription", "signup", "paywall", "cookie", "cookies",
        "consent",
        "gdpr", "banner", "modal", "popup", "overlay", "tooltip", "tags", "taglist", "tagcloud", "pagination", "pager",
        "toolbar",
        "byline", "dateline", "timestamp", "author", "authorbox", "bio", "copyright", "disclaimer", "caption", "credit",
        "gallery",
        "slideshow", "carousel", "login", "search", "skip", "print", "hidden", "visuallyhidden", "contentinfo",
        "complementary",
        "dialog", "alert", "toc", "infobox", "navbox", "rating", "ratings",
    ]
    /// Parts of names, for those that run words together.
    private static let aroundParts = [
        "sharebutton", "share-", "socialmedia", "social-", "relatedarticle", "related-", "related_", "newsletter",
        "breadcrumb",
        "sidebar", "advert", "comments-", "commentlist", "comment-", "most-read", "mostread", "most-popular",
        "mostpopular",
        "read-more", "readmore", "also-read", "recommend", "screen-reader", "screenreader", "sr-only", "authorbio",
        "author-bio",
        "author-info", "post-meta", "entry-meta", "article-meta", "post-tags", "entry-footer", "post-footer",
        "article-footer",
        "jp-relatedposts", "wp-caption", "tag-list", "tagged",
    ]
    /// Names of the element that holds an article's paragraphs, without what separates their words.
    private static let bodyNames = [
        "articlebody", "articletext", "articlecontent", "storybody", "storytext", "storycontent", "postbody",
        "postcontent",
        "posttext", "entrycontent", "entrybody", "entrytext", "bodycontent", "maincontenttext", "newsbody", "newstext",
        "bodytext", "richtextbody", "fieldnamebody", "singlecontent",
    ]

    private static let around = NameTable(words: aroundWords, parts: aroundParts)
    private static let body = NameTable(words: [], parts: bodyNames)

    /// Whether the element's names say it holds an article's paragraphs.
    static func isArticleBody(_ hint: [UInt8]) -> Bool {
        !hint.isEmpty && body.occurs(in: hint.filter { ASCII.isLetter($0) || $0 == 0x20 })
    }

    /// Whether the element's names put it outside the article.
    static func isAround(_ hint: [UInt8]) -> Bool {
        !hint.isEmpty && around.occurs(in: hint)
    }
}

/// Names that are looked for in a run of lower-case bytes, at the cost of one look-up a byte.
private struct NameTable {
    private var names: [(bytes: [UInt8], isWord: Bool)] = []
    /// For each pair of first bytes, which names begin with it.
    private var slots: [[Int]] = Array(repeating: [], count: 1024)

    /// - Parameters:
    ///   - words: names that count only as whole words, that is, with no letter on either side.
    ///   - parts: names that count anywhere.
    init(words: [String], parts: [String]) {
        for (name, isWord) in words.map({ ($0, true) }) + parts.map({ ($0, false) }) where name.utf8.count >= 2 {
            let bytes = Array(name.utf8)
            slots[NameTable.slot(bytes[0], bytes[1])].append(names.count)
            names.append((bytes, isWord))
        }
    }

    private static func slot(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first & 31) << 5 | Int(second & 31)
    }

    func occurs(in hint: [UInt8]) -> Bool {
        for index in hint.indices.dropLast() {
            for number in slots[NameTable.slot(hint[index], hint[index + 1])] {
                let (name, isWord) = names[number]
                let end = index + name.count
                guard hint[index...].starts(with: name) else { continue }
                if !isWord { return true }
                if index > 0, ASCII.isLetter(hint[index - 1]) { continue }
                if end < hint.count, ASCII.isLetter(hint[end]) { continue }
                return true
            }
        }
        return false
    }
}
