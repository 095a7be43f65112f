/// Where an article begins and ends in a text that has more around it.
enum TextTail {
    /// Lines this long that end as sentences do are the article's.
    private static let bodyLength = 70

    /// The number of the first line of the boilerplate after the article, or the count of lines.
    static func start(_ text: TextLines, _ kinds: [LineKind], style: TextCleaner.Style) -> Int {
        let lines = text.lines
        var start = lines.count
        // Prompts at the very end, with short lines between them ("Want to comment?", a word on why, "Log in").
        let first = max(1, lines.count - 14)
        if first < lines.count, kinds[lines.count - 1] != .body {
            for number in first..<lines.count where kinds[number] == .prompt || kinds[number] == .heading {
                let rest = number..<lines.count
                let marks = rest.count { kinds[$0] != .body }
                if marks * 2 >= rest.count, rest.allSatisfy({ kinds[$0] != .body || lines[$0].range.count < 160 }) {
                    start = number
                    break
                }
            }
        }
        guard style != .field else { return start }
        // A heading such as "Related Content", past the middle, and nothing that reads as a paragraph after it.
        var after = 0
        var isOnlyList = true
        let total = lines.reduce(0) { $0 &+ $1.range.count }
        for number in lines.indices.reversed() {
            let line = lines[number]
            if number < start, kinds[number] == .heading, isOnlyList, after &* 2 < total { start = number }
            after &+= line.range.count
            if kinds[number] == .body, line.range.count >= bodyLength, LineFeatures.endsSentence(text.bytes, line.range)
            {
                isOnlyList = false
            }
        }
        return start
    }

    /// The number of lines of a menu above the article: five or more short ones without a sentence among them. The last
    /// one is kept when it stands apart, as a headline does.
    static func menuEnd(_ text: TextLines, _ kinds: [LineKind]) -> Int {
        var count = 0
        for (line, kind) in zip(text.lines, kinds) {
            guard kind != .body || line.range.count <= 30 && !LineFeatures.endsSentence(text.bytes, line.range) else {
                break
            }
            count += 1
        }
        guard count >= 5, count < text.lines.count else { return 0 }
        return text.lines[count - 1].blankBefore && text.lines[count].blankBefore ? count - 1 : count
    }
}
