/// What the class, id and role of an element say about its content: names that sites in general use.
enum HTMLHints {
    /// Words that name something around an article.
    private static let around: Set<String> = [
        "nav", "navigation", "navbar", "menu", "breadcrumb", "breadcrumbs", "footer", "sidebar", "aside", "widget", "widgets",
        "related", "recommended", "recommendations", "recirc", "recirculation", "more", "popular", "trending", "comment",
        "comments", "disqus", "respond", "replies", "share", "sharing", "sharebar", "sharedaddy", "social", "addthis", "addtoany",
        "ad", "ads", "advert", "advertisement", "advertising", "adsense", "dfp", "sponsor", "sponsored", "promo", "promoted",
        "outbrain", "taboola", "newsletter", "subscribe", "subscription", "signup", "paywall", "cookie", "cookies", "consent",
        "gdpr", "banner", "modal", "popup", "overlay", "tooltip", "tags", "taglist", "tagcloud", "pagination", "pager", "toolbar",
        "byline", "dateline", "timestamp", "author", "authorbox", "bio", "copyright", "disclaimer", "caption", "credit", "gallery",
        "slideshow", "carousel", "login", "search", "skip", "print", "hidden", "visuallyhidden", "contentinfo", "complementary",
        "dialog", "alert", "toc", "infobox", "navbox", "rating", "ratings",
    ]
    /// Parts of names, for those that run words together.
    private static let parts = [
        "sharebutton", "share-", "socialmedia", "social-", "relatedarticle", "related-", "related_", "newsletter", "breadcrumb",
        "sidebar", "advert", "comments-", "commentlist", "comment-", "most-read", "mostread", "most-popular", "mostpopular",
        "read-more", "readmore", "also-read", "recommend", "screen-reader", "screenreader", "sr-only", "authorbio", "author-bio",
        "author-info", "post-meta", "entry-meta", "article-meta", "post-tags", "entry-footer", "post-footer", "article-footer",
        "jp-relatedposts", "wp-caption", "tag-list", "tagged",
    ]
    /// Names of the element that holds an article's paragraphs, without what separates their words.
    private static let body = [
        "articlebody", "articletext", "articlecontent", "storybody", "storytext", "storycontent", "postbody", "postcontent",
        "posttext", "entrycontent", "entrybody", "entrytext", "bodycontent", "maincontenttext", "newsbody", "newstext",
        "bodytext", "richtextbody", "fieldnamebody", "singlecontent",
    ]

    /// Whether the element's names say it holds an article's paragraphs.
    static func isArticleBody(_ hint: [UInt8]) -> Bool {
        guard !hint.isEmpty else { return false }
        let text = String(decoding: hint.filter { ASCII.isLetter($0) || $0 == 0x20 }, as: UTF8.self)
        return body.contains { text.contains($0) }
    }

    /// Whether the element's names put it outside the article.
    static func isAround(_ hint: [UInt8]) -> Bool {
        guard !hint.isEmpty else { return false }
        var hasAround = false
        for word in hint.split(whereSeparator: { !ASCII.isLetter($0) }) {
            if around.contains(String(decoding: word, as: UTF8.self)) {
                hasAround = true
                break
            }
        }
        if hasAround { return true }
        let text = String(decoding: hint, as: UTF8.self)
        return parts.contains { text.contains($0) }
    }
}
