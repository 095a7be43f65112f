public import SystemPackage

/// Names that are never taken: hidden files, and those that programs use while they write.
///
/// A pattern is matched with the last component of a name: `*` stands for any characters, `?` for one, all else for
/// itself. Names that begin with a dot are ignored whatever the patterns are, because rsync and editors write under them.
/// A directory with an ignored name is not entered.
public struct IgnoreList: Sendable {
    /// What browsers, editors, downloaders and desktops leave in folders.
    public static let defaultPatterns = [
        "*.tmp", "*.temp", "*.part", "*.partial", "*.crdownload", "*.download", "*.filepart", "*.swp", "*~", "~$*",
        "#*#",
        "desktop.ini", "Thumbs.db", "lost+found", "@eaDir", "$RECYCLE.BIN", "System Volume Information",
    ]

    private let patterns: [[UInt8]]

    /// A list of patterns, such as `*.tmp`.
    public init(patterns: [String]) {
        self.patterns = patterns.map { Array($0.utf8) }
    }

    /// Whether the last component of a name is to be ignored.
    public func matches(_ name: FilePath) -> Bool {
        guard let last = name.lastComponent else { return false }
        return matches(RawName(last))
    }

    /// Whether a single name is to be ignored.
    func matches(_ name: RawName) -> Bool {
        let bytes = name.bytes
        if bytes.first == UInt8(ascii: ".") { return true }
        return bytes.withUnsafeBufferPointer { name in
            patterns.contains { pattern in pattern.withUnsafeBufferPointer { glob($0, matches: name) } }
        }
    }
}

/// Matches a name with a pattern of `*`, `?` and literal bytes, in at most pattern × name steps.
private func glob(_ pattern: UnsafeBufferPointer<UInt8>, matches name: UnsafeBufferPointer<UInt8>) -> Bool {
    let star = UInt8(ascii: "*")
    // Most patterns end in a literal: nearly every name is done with here.
    if let last = pattern.last, last != star, last != UInt8(ascii: "?"), last != name.last { return false }
    var inPattern = 0
    var inName = 0
    var retry: (pattern: Int, name: Int)?
    while inName < name.count {
        if inPattern < pattern.count, pattern[inPattern] == star {
            inPattern += 1
            retry = (inPattern, inName)
        } else if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "?") {
            inPattern += 1
            inName = characterEnd(name, inName)
        } else if inPattern < pattern.count, pattern[inPattern] == name[inName] {
            inPattern += 1
            inName += 1
        } else if let last = retry {
            // The last star takes one byte more. Earlier stars need not: they took as little as they could.
            retry = (last.pattern, last.name + 1)
            inPattern = last.pattern
            inName = last.name + 1
        } else {
            return false
        }
    }
    while inPattern < pattern.count, pattern[inPattern] == star { inPattern += 1 }
    return inPattern == pattern.count
}

/// The position after the character at `start`: a lead byte with its continuation bytes, else one byte.
private func characterEnd(_ name: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start + 1
    guard name[start] >= 0xC2 else { return end }
    while end < name.count, end - start < 4, name[end] & 0xC0 == 0x80 { end += 1 }
    return end
}
