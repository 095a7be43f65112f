/// NITF, IPTC's News Industry Text Format; an article a document, also of several run together.
enum NITFFormat: ArticleFormat {
    static let name = "NITF"

    static func matches(_ input: FormatInput) -> Bool { XMLFile.root(input) == "nitf" }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        var file = XMLFile(input, items: ["nitf"])
        while let item = file.next() {
            try emit(
                item.flatMap { tree in
                    let document = NITFArticle(tree: tree, root: 0)
                    return document.draft().article(document.texts(), input)
                })
        }
        return file.charset
    }
}
