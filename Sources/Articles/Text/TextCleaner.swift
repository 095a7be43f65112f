/// A text without its boilerplate.
struct CleanedText {
    /// The headline that was given, or found.
    var title: String
    /// Paragraphs joined by "\n"; empty when nothing is left, or no word in what is.
    var text: String
    /// The date a line of its own near the top stated.
    var published: Timestamp?
    /// What was left out; filled only when ``ReaderOptions/keepRemoved`` is set.
    var removed: [RemovedText] = []
}

/// Takes headline, date and boilerplate out of a text.
enum TextCleaner {
    /// Where a text comes from, which says how much boilerplate to expect.
    enum Style {
        /// A text file, which may be a whole page as a person would copy it.
        case file
        /// The text extracted from an HTML page.
        case page
        /// A field that a program filled with the text: only lines that are clearly boilerplate go.
        case field
    }

    /// Cleans valid UTF-8.
    /// - Parameter title: the headline if it is known, else empty: then the first line is asked whether it is one.
    static func clean(_ bytes: [UInt8], title: String, style: Style, options: ReaderOptions) -> CleanedText {
        var text = TextLines(bytes)
        let kinds = text.lines.map { Boilerplate.kind(of: text.bytes, $0) }
        let end = TextTail.start(text, kinds, style: style)
        let start = style == .file ? TextTail.menuEnd(text, kinds) : 0
        var kept: [TextLine] = []
        kept.reserveCapacity(end)
        var isGap = false
        for number in min(start, end)..<end {
            guard kinds[number] == .body else {
                isGap = true
                continue
            }
            var line = text.lines[number]
            line.blankBefore = line.blankBefore || isGap
            isGap = false
            kept.append(line)
        }
        var removed: [RemovedText] = []
        if options.keepRemoved {
            for (number, line) in text.lines.enumerated() {
                let place: RemovalReason? = number < start ? .navigation : number >= end ? .relatedTail : nil
                if let reason = kinds[number].removalReason ?? place {
                    removed.append(RemovedText(text.bytes[line.range], reason))
                }
            }
        }
        text.lines = kept
        var cleaned = head(&text, title: title, options: options)
        if options.keepRemoved { cleaned.removed = removed + cleaned.removed }
        // Nothing could be told of it: it has neither copies nor a story.
        if !hasWord(cleaned.text) { cleaned.text = "" }
        return cleaned
    }

    /// Whether there is a letter or a digit of any script.
    private static func hasWord(_ text: String) -> Bool {
        text.utf8.contains { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }
            || text.unicodeScalars.contains {
                !$0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
            }
    }

    private static func head(_ text: inout TextLines, title: String, options: ReaderOptions) -> CleanedText {
        var cleaned = CleanedText(title: title, text: "")
        func remove(_ line: TextLine, _ reason: RemovalReason) {
            if options.keepRemoved { cleaned.removed.append(RemovedText(text.bytes[line.range], reason)) }
        }
        var known = Array(title.utf8)
        var body: [TextLine] = []
        body.reserveCapacity(text.lines.count)
        for (number, line) in text.lines.enumerated() {
            // Dates and the headline stand above the second paragraph.
            let isHead = body.count < 2 && number < 8
            if isHead, let date = Headline.isDate(text, line, now: options.now) {
                if cleaned.published == nil { cleaned.published = date }
                remove(line, .dateLine)
                continue
            }
            if known.isEmpty, body.isEmpty,
                Headline.isHeadline(line, of: text, rest: text.lines[(number + 1)...], now: options.now)
            {
                known = Array(text.bytes[line.range])
                cleaned.title = String(decoding: known, as: UTF8.self)
                continue
            }
            if !known.isEmpty, line.range.count <= known.count &+ 32,
                Headline.sameWords(text.bytes, line.range, known, 0..<known.count)
            {
                remove(line, .repeatedHeadline)
                continue
            }
            body.append(line)
        }
        text.lines = body
        cleaned.text = TextJoin.paragraphs(text)
        return cleaned
    }
}
