/// An article that never was written, and what is known of it because it was made.
public struct GeneratedArticle: Sendable {
    /// Its place, from 1.
    public var number: Int
    /// The event it reports, from 1.
    public var story: Int
    /// The article it is an edited copy of.
    public var copyOf: Int?
    /// The headline, as UTF-8.
    public var title: [UInt8]
    /// The text, paragraphs separated by a blank line, as UTF-8.
    public var text: [UInt8]
    /// One of 200 outlets.
    public var outlet: Int
    /// Seconds since 1970.
    public var published: Int

    /// Title and text as strings.
    public var strings: (title: String, text: String) {
        (String(decoding: title, as: UTF8.self), String(decoding: text, as: UTF8.self))
    }

    /// Appends the article as a line of JSON, as a scraper writes it.
    public func appendJSON(to line: inout [UInt8]) {
        line += "{\"id\": \"\(number)\", \"title\": \"".utf8
        Self.escape(title, into: &line)
        line += "\", \"url\": \"https://outlet\(outlet).example/news/\(number)\", ".utf8
        line += "\"source\": \"Outlet \(outlet)\", \"date\": \(published), \"text\": \"".utf8
        Self.escape(text, into: &line)
        line += "\"}\n".utf8
    }

    private static func escape(_ bytes: [UInt8], into line: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case 0x22, 0x5C: line += [0x5C, byte]
            case 0x0A: line += [0x5C, 0x6E]
            default: line.append(byte)
            }
        }
    }
}
