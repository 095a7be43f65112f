import Articles
import Journal
import Shingling

/// One of the parsers that read what others wrote, with what must hold of it whatever the bytes.
enum Fuzzer: String, CaseIterable {
    /// A file of any format → articles: formats, containers, compression, charsets, the text cleaner.
    case articles
    /// An HTML page, whatever it begins with.
    case html
    /// A feed or another XML file, whatever it begins with.
    case xml
    /// Text → shingles, and their stored form and back.
    case shingles
    /// A stored form → shingles.
    case features
    /// A title, a name, a stored entry → the journal.
    case journal

    private static let shingler = Shingler()

    func run(_ bytes: [UInt8]) {
        switch self {
        case .articles: read(bytes, "file")
        case .html: read(Array("<html>".utf8) + bytes, "page.html")
        case .xml: read(Array("<?xml version=\"1.0\"?>".utf8) + bytes, "feed.xml")
        case .shingles: shingle(String(decoding: bytes, as: UTF8.self))
        case .features: decode(bytes)
        case .journal: journal(bytes)
        }
    }

    /// Twice, for what is read from memory that nobody wrote.
    private func read(_ bytes: [UInt8], _ name: String) {
        var limits = ReaderLimits()
        limits.unpackedBytes = 8 << 20
        limits.fileBytes = 4 << 20
        let reader = ArticleReader(limits: limits, options: ReaderOptions(now: 1_763_000_000))
        var articles: [Article] = []
        var refused = 0
        do {
            let summary = try reader.read(bytes, fileName: name) { position, result in
                precondition(position == articles.count + refused + 1, "a position is left out")
                switch result {
                case .success(let article): articles.append(article)
                case .failure: refused += 1
                }
            }
            precondition(summary.count == articles.count + refused && summary.refused == refused, "a wrong count")
        } catch {
            precondition(error is Refusal && articles.isEmpty && refused == 0, "a file is refused after its articles")
        }
        var again: [Article] = []
        _ = try? reader.read(bytes, fileName: name) { _, result in
            if case .success(let article) = result { again.append(article) }
        }
        precondition(articles == again, "another text the second time")
        for article in articles where !article.isRetraction {
            precondition(!article.text.isEmpty && article.text.utf8.count <= limits.unpackedBytes, "no text")
            precondition(article.title.utf8.count <= limits.fieldBytes, "a title beyond the limit")
        }
    }

    private func shingle(_ text: String) {
        let title = String(text.prefix(64))
        let features = Fuzzer.shingler.features(title: title, text: text, language: nil)
        precondition(features == Fuzzer.shingler.features(title: title, text: text, language: nil), "other shingles")
        do {
            let stored = try ArticleFeatures(decoding: features.encoded())
            precondition(stored == features, "the stored form is another")
        } catch { preconditionFailure("the stored form is damaged: \(error)") }
    }

    private func decode(_ bytes: [UInt8]) {
        // A version of one's own, so that what follows is looked at.
        guard let features = try? ArticleFeatures(decoding: [ArticleFeatures.modelVersion] + bytes) else { return }
        precondition((try? ArticleFeatures(decoding: features.encoded())) == features, "the stored form is another")
    }

    private func journal(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for limit in [0, 1, 40, 4096] {
            let cleaned = text.cleaned(limit: limit)
            precondition(cleaned.unicodeScalars.count <= max(limit, 1), "beyond the limit")
            precondition(
                cleaned.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) },
                "a control character")
            precondition(cleaned.unicodeScalars.allSatisfy { !$0.properties.isBidiControl }, "a bidi control")
        }
        if let entry = try? EncodedEntry(decoding: bytes) {
            precondition((try? EncodedEntry(decoding: entry.encoded())) == entry, "the stored entry is another")
            _ = entry.line()
        }
    }
}
