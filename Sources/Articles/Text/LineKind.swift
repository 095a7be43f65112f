/// What a line of text is.
enum LineKind: UInt8 {
    /// The article's own.
    case body
    /// Never part of an article, wherever it stands: copyright notices, icon names, "READ MORE" inserts.
    case junk
    /// Asks the reader for something: to subscribe, share, comment, pay.
    case prompt
    /// Heads a list that is not the article: "Related Content", "Comments".
    case heading

    /// Why a line of this kind is left out; nil for the article's own.
    var removalReason: RemovalReason? {
        switch self {
        case .body: nil
        case .junk: .boilerplate
        case .prompt: .prompt
        case .heading: .relatedTail
        }
    }
}
