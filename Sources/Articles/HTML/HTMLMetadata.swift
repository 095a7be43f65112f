/// What the elements of a page say about it, outside its text.
struct HTMLMetadata {
    /// `html@lang`.
    private(set) var language: String?
    /// `link[rel=canonical]`.
    private(set) var canonical: String?
    /// `time@datetime`, the first few, in order.
    private(set) var times: [String] = []
    /// The node of `title`.
    private(set) var title: Int?
    /// The nodes of the first few `h1`.
    private(set) var headings: [Int] = []
    /// `meta` by `property`, `name` or `itemprop`, lower-cased; the first of each that says something.
    private var properties: [String: String] = [:]

    /// Notes what an element says.
    mutating func element(_ tag: HTMLTag, _ attributes: HTMLAttributes, at index: Int) {
        switch tag {
        case .html: language = language ?? attributes["lang"] ?? attributes["xml:lang"]
        case .title: title = title ?? index
        case .h1: if headings.count < 8 { headings.append(index) }
        case .time:
            if times.count < 8, let moment = attributes["datetime"] { times.append(moment) }
        case .link:
            if canonical == nil, attributes["rel"]?.lowercased() == "canonical" { canonical = attributes["href"] }
        case .meta:
            guard properties.count < 200, let content = attributes["content"] else { return }
            for name in ["property", "name", "itemprop"] {
                guard let key = attributes[name]?.lowercased(), properties[key] == nil else { continue }
                properties[key] = content
            }
        default: break
        }
    }

    /// The first of the named properties that the page has.
    func first(_ names: [String]) -> String? {
        for name in names {
            if let value = properties[name] { return value }
        }
        return nil
    }

    /// All of the named properties that the page has, in the order of the names.
    func all(_ names: [String]) -> [String] {
        names.compactMap { properties[$0] }
    }
}
