/// NewsML-G2, IPTC's exchange format: one `newsItem`, or many in a `newsMessage`. Packages, concepts and pictures beside
/// them have no text; they take no position, and the article before or after them has a note of it.
enum NewsMLFormat: ArticleFormat {
    static let name = "NewsML-G2"

    private static let items: Set<String> = [
        "newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem",
    ]

    static func matches(_ input: FormatInput) -> Bool {
        guard let root = XMLFile.root(input) else { return false }
        return root == "newsmessage" || items.contains(root)
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        var file = XMLFile(input, items: items)
        let sender = file.head.flatMap { head in head.find("header").flatMap { head.line(firstOf: ["sender"], of: $0) }
        }
        var leftOut = LeftOut()
        // Held back, so that it can tell of what follows it.
        var held: Result<Article, Refusal>?
        while let item = file.next() {
            let item = item.map { NewsMLItem(tree: $0, sender: sender) }
            if case .success(let item) = item, let kind = item.kindWithoutText {
                leftOut.add(kind)
                continue
            }
            if let result = held { try emit(leftOut.noted(on: result)) }
            held = item.flatMap { $0.article(input) }
        }
        if let held {
            try emit(leftOut.noted(on: held))
        } else if let kind = leftOut.kinds.first {
            throw Refusal(.noText, "not an article (NewsML-G2 \(kind.name))")
        }
        return file.charset
    }
}

/// Items without text, counted by kind until an article can tell of them.
private struct LeftOut {
    private(set) var kinds: [(name: String, count: Int)] = []

    mutating func add(_ kind: String) {
        if let known = kinds.firstIndex(where: { $0.name == kind }) {
            kinds[known].count += 1
        } else {
            kinds.append((kind, 1))
        }
    }

    /// The article with a note of each kind, after which the count begins anew; a refusal as it is.
    mutating func noted(on result: Result<Article, Refusal>) -> Result<Article, Refusal> {
        guard case .success(var article) = result else { return result }
        article.notes += kinds.map { .leftOut(kind: "NewsML-G2 \($0.name)", count: $0.count) }
        kinds = []
        return .success(article)
    }
}
