import Articles
import Daemon

/// What `storyd inspect --json` prints of a file. Field names are a promise: they are only added to, and what is not
/// known is null.
struct InspectionAnswer: Encodable {
    private enum Key: String, CodingKey {
        case file, format, charset, articles, removed, refused
        case title, text, byline, date, updated, language, url, id, version, status, source, notes
        case position, reason
    }

    private let inspection: Inspection

    init(_ inspection: Inspection) {
        self.inspection = inspection
    }

    func encode(to encoder: any Encoder) throws {
        var answer = encoder.container(keyedBy: Key.self)
        try answer.encode(inspection.file, forKey: .file)
        try answer.encode(inspection.summary?.format, forKey: .format)
        try answer.encode(inspection.summary?.charset, forKey: .charset)
        var articles = answer.nestedUnkeyedContainer(forKey: .articles)
        for (_, article) in inspection.articles {
            var object = articles.nestedContainer(keyedBy: Key.self)
            try object.encode(article.title, forKey: .title)
            try object.encode(article.text, forKey: .text)
            try object.encode(article.byline, forKey: .byline)
            try object.encode(article.published?.description, forKey: .date)
            try object.encode(article.updated?.description, forKey: .updated)
            try object.encode(article.language, forKey: .language)
            try object.encode(article.url, forKey: .url)
            try object.encode(article.guid ?? article.identifier, forKey: .id)
            try object.encode(article.version, forKey: .version)
            try object.encode(article.status.rawValue, forKey: .status)
            try object.encode(article.source, forKey: .source)
            try object.encode(article.notes.map(\.description), forKey: .notes)
        }
        var removed = answer.nestedUnkeyedContainer(forKey: .removed)
        for piece in inspection.removed {
            var object = removed.nestedContainer(keyedBy: Key.self)
            try object.encode(piece.text, forKey: .text)
            try object.encode(piece.reason.rawValue, forKey: .reason)
        }
        guard !inspection.refused.isEmpty else { return }
        var refused = answer.nestedUnkeyedContainer(forKey: .refused)
        for refusal in inspection.refused {
            var object = refused.nestedContainer(keyedBy: Key.self)
            try object.encode(refusal.position, forKey: .position)
            try object.encode(refusal.reason, forKey: .reason)
        }
    }
}
