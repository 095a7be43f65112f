/// How long text from outside may be in an entry, in Unicode scalars.
enum TextLimit {
    /// A headline, and a name within a message.
    static let headline = 200
    /// A reason, which may quote a parser.
    static let reason = 500
    /// A path or an address in a field of its own, where it must stay whole: PATH_MAX.
    static let path = 4096
}

extension StringProtocol {
    /// This text with nothing in it that could steer a terminal, break a line or hide.
    ///
    /// Removed: control characters; escape sequences (ECMA-48) whole; bidirectional controls; zero-width,
    /// private-use and unassigned characters. Joiners and emoji selectors stay where they shape a script that needs
    /// them. Runs of whitespace become one space. What exceeds `limit` Unicode scalars is cut and ends in “…”.
    public func cleaned(limit: Int) -> String {
        if isCleanASCII(limit: limit) { return String(self) }
        var cleaner = TextCleaner(limit: limit)
        var rest = unicodeScalars.makeIterator()
        // Junk does not count against the limit, so the reading is bounded on its own.
        for _ in 0..<(limit &* 16) {
            guard let scalar = rest.next() else { return cleaner.text }
            guard cleaner.take(scalar) else { return cleaner.cutText }
        }
        return rest.next() == nil ? cleaner.text : cleaner.cutText
    }

    /// Whether this is short, printable and singly spaced already, which most headlines are.
    private func isCleanASCII(limit: Int) -> Bool {
        guard utf8.count <= limit else { return false }
        var afterSpace = true
        for byte in utf8 {
            guard byte >= 0x20, byte < 0x7F else { return false }
            if byte == 0x20, afterSpace { return false }
            afterSpace = byte == 0x20
        }
        return !afterSpace || isEmpty
    }
}

/// Takes scalars one by one and keeps those that may be shown.
private struct TextCleaner {
    private enum State {
        case text
        /// After ESC.
        case escape
        /// In a control sequence, until its final byte.
        case control
        /// In a command string (a window title, a hyperlink), until its terminator; so many scalars of it so far.
        case string(Int)
    }

    /// An unterminated command string must not swallow a headline.
    private static let maximumString = 256

    private let limit: Int
    private var kept = String.UnicodeScalarView()
    private var count = 0
    private var spaceIsDue = false
    private var state = State.text

    init(limit: Int) {
        self.limit = limit
    }

    var text: String { String(kept) }

    /// The text with its last scalar, and what would dangle before it, replaced by “…”.
    var cutText: String {
        var cut = kept
        if count >= limit, !cut.isEmpty { cut.removeLast() }
        while let last = cut.last, last.properties.isWhitespace || Self.isShaping(last) { cut.removeLast() }
        return String(cut) + "…"
    }

    /// Looks at the next scalar. False when it is to be shown and there is no room left for it.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        switch state {
        case .text:
            break
        case .escape:
            state = .text
            switch scalar {
            case "[": state = .control
            case "]", "P", "X", "^", "_": state = .string(0)
            case "\u{20}"..."\u{2F}": state = .escape
            case "\u{30}"..."\u{7E}": break
            default: return takeText(scalar)
            }
            return true
        case .control:
            switch scalar {
            case "\u{20}"..."\u{3F}": return true
            case "\u{40}"..."\u{7E}":
                state = .text
                return true
            default: state = .text
            }
        case .string(let length):
            switch scalar {
            case "\u{1B}": state = .escape
            case "\u{07}", "\u{18}", "\u{1A}", "\u{9C}", "\n": state = .text
            default: state = length < Self.maximumString ? .string(length + 1) : .text
            }
            return true
        }
        return takeText(scalar)
    }

    private mutating func takeText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{1B}":
            state = .escape
            return true
        case "\u{9B}":
            state = .control
            return true
        case "\u{90}", "\u{98}", "\u{9D}", "\u{9E}", "\u{9F}":
            state = .string(0)
            return true
        default:
            break
        }
        if scalar.properties.isWhitespace {
            spaceIsDue = count > 0
            return true
        }
        guard isShown(scalar) else { return true }
        guard count + (spaceIsDue ? 1 : 0) < limit else { return false }
        if spaceIsDue {
            kept.append(" ")
            count += 1
            spaceIsDue = false
        }
        kept.append(scalar)
        count += 1
        return true
    }

    private func isShown(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        if Self.isShaping(scalar) {
            // From Hebrew on there are scripts and emoji that need them; after Latin they only hide.
            guard let last = kept.last, !spaceIsDue else { return false }
            return last.value >= 0x590 && !Self.isShaping(last)
        }
        if scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    /// Zero-width joiner and non-joiner, and the selector of an emoji's coloured form.
    private static func isShaping(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200C}" || scalar == "\u{200D}" || scalar == "\u{FE0F}"
    }
}
