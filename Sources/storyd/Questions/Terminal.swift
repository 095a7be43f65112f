import Glibc

/// What standard output can show.
struct Terminal {
    /// Columns of the terminal; nil when standard output is none, and lines may be as long as they are.
    let width: Int?
    /// Whether to use colours: on a terminal, unless `NO_COLOR` is set (<https://no-color.org>) or `TERM` is `dumb`.
    let isColoured: Bool

    /// Standard output as it is now.
    static let output = Terminal(descriptor: STDOUT_FILENO)

    /// A terminal of this width, or none.
    init(width: Int?, isColoured: Bool) {
        self.width = width
        self.isColoured = isColoured
    }

    init(descriptor: Int32) {
        guard isatty(descriptor) == 1 else {
            width = nil
            isColoured = false
            return
        }
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        width = isKnown ? Int(size.ws_col) : 80
        isColoured = (Self.variable("NO_COLOR") ?? "").isEmpty && Self.variable("TERM") != "dumb"
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// A way to set text apart.
    enum Style: Int {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
    }

    /// The text in a style, or as it is where there are no colours.
    func styled(_ text: String, _ style: Style) -> String {
        isColoured && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Columns a text takes on a terminal: two for each East Asian wide character, none for a combining one.
    static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns($1) }
    }

    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }

    /// Blocks of East Asian wide and fullwidth characters and of emoji, after Unicode's EastAsianWidth.txt.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]

    /// The text cut to so many columns, its end replaced by “…” where something is missing.
    static func cut(_ text: String, to limit: Int) -> String {
        guard columns(text) > limit else { return text }
        var kept = String.UnicodeScalarView()
        var width = 0
        for scalar in text.unicodeScalars {
            width += columns(scalar)
            guard width < limit else { break }
            kept.append(scalar)
        }
        return String(kept) + "…"
    }
}
