/// Text of `format=flowed` (RFC 3676).
enum FlowedText {
    /// The text with each paragraph on one line.
    /// - Parameter deletesSpace: whether the blank at a line's end goes with its break (`delsp=yes`).
    static func unwrapped(_ text: [UInt8], deletesSpace: Bool) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        var goesOn = false
        while index < text.count {
            let line = TextLineEnd(text, from: index, end: text.count)
            var content = text[index..<line.end]
            index = line.next
            let isQuoted = content.first == 0x3E
            if goesOn, !isQuoted, content.first == 0x20 { content = content.dropFirst() }
            // The line before a signature ends there.
            let isSignature = content.elementsEqual([0x2D, 0x2D, 0x20])
            if goesOn, isQuoted || isSignature { out.append(0x0A) }
            goesOn = content.last == 0x20 && !isSignature && !isQuoted
            if goesOn, deletesSpace { content = content.dropLast() }
            out.append(contentsOf: content)
            if !goesOn { out.append(0x0A) }
        }
        return out
    }
}
