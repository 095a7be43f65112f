/// The text of a message without what mail adds to it: quoted messages, signatures, the footers of lists.
struct MailText {
    /// The lines that are kept, each with its line break.
    private(set) var bytes: [UInt8] = []
    /// What was left out, one piece for lines that follow one another; filled only on demand.
    private(set) var removed: [RemovedText] = []

    private let lines: [ArraySlice<UInt8>]
    private var reasons: [RemovalReason?]

    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - keepRemoved: whether ``removed`` is filled.
    init(_ text: [UInt8], keepRemoved: Bool) {
        lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            $0.last == 0x0D ? $0.dropLast() : $0
        }
        reasons = Array(repeating: nil, count: lines.count)
        markQuotations()
        markSignature()
        markFooter()
        markPreheader()
        sort(keepRemoved: keepRemoved)
    }

    // MARK: - Quoted messages

    private mutating func markQuotations() {
        for index in lines.indices where lines[index].first == 0x3E {
            reasons[index] = .quotedMessage
        }
        for index in lines.indices where isForwardLine(index) {
            // A message put whole below the answer. Where nothing is above it, it is what was sent.
            guard lines[..<index].contains(where: { !isBlank($0) }) else { continue }
            mark(index..<lines.count, .quotedMessage)
            break
        }
        markAttributions()
    }

    /// "On Tue, 4 Mar 2025 at 07:15, Ines Marlow wrote:", on one line or two, right before a quotation.
    private mutating func markAttributions() {
        for index in lines.indices where reasons[index] == .quotedMessage && (index == 0 || reasons[index - 1] == nil) {
            var last = index - 1
            while last >= 0, isBlank(lines[last]) { last -= 1 }
            guard last >= 0, reasons[last] == nil, HeaderFields.trimmed(lines[last]).last == 0x3A else { continue }
            for first in [last, last - 1] where first >= 0 && isAttribution(first) {
                mark(first..<index, .quotedMessage)
                break
            }
        }
    }

    private func isAttribution(_ index: Int) -> Bool {
        let line = Array(HeaderFields.trimmed(lines[index]))
        return (["on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "w dniu "] as [StaticString]).contains {
            ASCII.has($0, in: line, at: 0)
        } || line.contains(0x40)
    }

    private func isForwardLine(_ index: Int) -> Bool {
        let line = Array(HeaderFields.trimmed(lines[index]))
        guard line.first == 0x2D else { return false }
        let core = line.drop { $0 == 0x2D || $0 == 0x20 }
        return
            (["original message", "forwarded message", "ursprüngliche nachricht", "message d'origine"]
            as [StaticString]).contains { ASCII.has($0, in: line, at: core.startIndex) }
    }

    // MARK: - Signatures and footers

    /// From the line `-- ` (RFC 3676, section 4.3) on; without its blank only close to the end, where no rule would be.
    private mutating func markSignature() {
        guard
            let index = lines.indices.last(where: { index in
                let line = lines[index]
                return line.elementsEqual([0x2D, 0x2D, 0x20])
                    || line.elementsEqual([0x2D, 0x2D]) && lines.count - index <= 12
            }), lines[..<index].contains(where: { !isBlank($0) })
        else { return }
        mark(index..<lines.count, .signature)
    }

    /// Words of the lines by which lists say how to leave them.
    private static let footerWords: [StaticString] = [
        "unsubscribe", "manage your subscription", "manage your preferences", "manage preferences",
        "update your preferences", "email preferences", "you are receiving this", "you're receiving this",
        "you received this", "you have received this", "this email was sent to", "this message was sent to",
        "no longer wish to receive", "opt out", "mailing list", "abbestellen", "abmelden", "se désabonner",
        "vous désabonner", "désinscrire", "darse de baja", "cancelar la suscripción", "cancelar inscrição", "disiscri",
        "afmelden", "wypisz", "отписаться",
    ]

    /// From the first such line among the last ones on, with the rule above it.
    private mutating func markFooter() {
        var seen = 0
        var first: Int?
        for index in lines.indices.reversed() where reasons[index] == nil && !isBlank(lines[index]) {
            seen += 1
            // Not through a paragraph of the article: what is below it may be a footer, what is above may not.
            if seen > 24 { break }
            let line = Array(lines[index])
            if line.count <= 400, Self.contains(line, Self.footerWords) {
                first = index
            } else if line.count > 160 {
                break
            }
        }
        guard var first else { return }
        while first > 0, isBlank(lines[first - 1]) || isRule(lines[first - 1]) { first -= 1 }
        guard lines[..<first].contains(where: { !isBlank($0) }) else { return }
        mark(first..<lines.count, .mailFooter)
    }

    /// "View this email in your browser", among the first lines.
    private mutating func markPreheader() {
        let words: [StaticString] = [
            "view this email in", "view in browser", "view in your browser", "view it in your browser", "view online",
            "read online", "trouble viewing", "problems viewing", "having trouble reading", "im browser ansehen",
            "voir dans le navigateur", "ver en el navegador",
        ]
        for index in lines.indices.filter({ !isBlank(lines[$0]) }).prefix(5)
        where lines[index].count <= 200 && Self.contains(Array(lines[index]), words) {
            if reasons[index] == nil { reasons[index] = .mailFooter }
        }
    }

    private static func contains(_ line: [UInt8], _ words: [StaticString]) -> Bool {
        line.indices.contains { index in words.contains { ASCII.has($0, in: line, at: index) } }
    }

    // MARK: - Lines

    private mutating func mark(_ range: Range<Int>, _ reason: RemovalReason) {
        for index in range where reasons[index] == nil { reasons[index] = reason }
    }

    private func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy(ASCII.isSpace) }

    private func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        let line = HeaderFields.trimmed(line)
        return line.count >= 3 && line.allSatisfy { [0x2D, 0x5F, 0x3D, 0x2A, 0x7E].contains($0) }
    }

    private mutating func sort(keepRemoved: Bool) {
        var piece: [UInt8] = []
        var reason: RemovalReason?
        for (line, lineReason) in zip(lines, reasons) {
            if lineReason != reason {
                addRemoved(piece, reason)
                piece.removeAll()
                reason = lineReason
            }
            if lineReason == nil {
                bytes.append(contentsOf: line)
            } else if keepRemoved {
                piece.append(contentsOf: line)
                piece.append(0x0A)
            }
            // What stood on both sides of a piece stays apart.
            bytes.append(0x0A)
        }
        addRemoved(piece, reason)
    }

    private mutating func addRemoved(_ piece: [UInt8], _ reason: RemovalReason?) {
        let text = JSONValue.oneLine(piece)
        if let reason, !text.isEmpty { removed.append(RemovedText(text, reason)) }
    }
}
