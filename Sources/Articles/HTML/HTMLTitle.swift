/// Page titles without the name of the site.
enum HTMLTitle {
    private static let separators = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / "]

    /// The title less a last part that is the site's name.
    static func withoutSite(_ title: String, site: String?) -> String {
        guard let site, let (rest, last) = split(title), same(last, site) else { return title }
        return rest
    }

    /// The title less a last part that is the site's name or is short beside the rest.
    static func withoutSuffix(_ title: String, site: String?) -> String {
        guard let (rest, last) = split(title) else { return title }
        if let site, same(last, site) { return rest }
        let words = (rest: rest.split(separator: " ").count, last: last.split(separator: " ").count)
        return words.last <= 4 && words.rest > words.last ? rest : title
    }

    private static func split(_ title: String) -> (rest: String, last: String)? {
        let bytes = Array(title.utf8)
        var best: (start: Int, end: Int)?
        for separator in separators.map({ Array($0.utf8) }) where bytes.count > separator.count {
            for start in 0...(bytes.count - separator.count) where bytes[start...].starts(with: separator) {
                if start > best?.start ?? 0 { best = (start, start + separator.count) }
            }
        }
        guard let best else { return nil }
        return (
            String(decoding: bytes[..<best.start], as: UTF8.self), String(decoding: bytes[best.end...], as: UTF8.self)
        )
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        return Headline.sameWords(a, 0..<a.count, b, 0..<b.count)
    }
}
