/// Turns articles into features. One may be used by any number of threads at once.
public struct Shingler: Sendable {
    /// What features are made for.
    public enum Purpose: Sendable {
        /// All that decisions need.
        case stories
        /// What recognises copies: the families stay empty. Not to be kept in a ledger.
        case copies
    }

    private let purpose: Purpose
    /// Memory that is used again for each article.
    private let benches = WorkbenchPool()

    /// Makes a shingler.
    public init(for purpose: Purpose = .stories) { self.purpose = purpose }

    /// The features of an article.
    /// - Parameters:
    ///   - title: Its title; empty when it has none.
    ///   - text: Its text without boilerplate.
    ///   - language: The language it declares (`en`, `pt-BR`), used where the text itself leaves it open.
    public func features(title: String, text: String, language: String?) -> ArticleFeatures {
        benches.use { $0.features(title: title, text: text, language: language, purpose) }
    }
}
