/// Lines → paragraphs.
enum TextJoin {
    /// The lines joined by "\n", after lines that were broken to a width have become paragraphs again.
    static func paragraphs(_ text: TextLines) -> String {
        let isWrapped = isWrapped(text)
        var size = text.lines.count
        for line in text.lines { size &+= line.range.count }
        let joined = [UInt8](unsafeUninitializedCapacity: size) { out, length in
            var count = 0
            text.bytes.withUnsafeBufferPointer { bytes in
                for line in text.lines {
                    if count > 0 {
                        out[count] = isWrapped && !line.blankBefore && !line.isIndented ? 0x20 : 0x0A
                        count &+= 1
                    }
                    let part = UnsafeBufferPointer(rebasing: bytes[line.range])
                    _ = UnsafeMutableBufferPointer(rebasing: out[count...]).update(fromContentsOf: part)
                    count &+= part.count
                }
            }
            length = count
        }
        return String(text: joined)
    }

    /// Whether the text was broken to a width: no line is long, and most lines that another follows within the paragraph
    /// end in the middle of a sentence.
    private static func isWrapped(_ text: TextLines) -> Bool {
        var followed = 0
        var broken = 0
        var previous: TextLine?
        for line in text.lines {
            guard line.range.count <= 100 else { return false }
            if let previous, !line.blankBefore, !line.isIndented {
                followed &+= 1
                if previous.range.count >= 40, !LineFeatures.endsSentence(text.bytes, previous.range) { broken &+= 1 }
            }
            previous = line
        }
        return followed >= 2 && broken &* 2 > followed
    }
}
