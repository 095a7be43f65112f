/// An XML file of one article or many, cut into its items by their tags alone: one item is parsed at a time, what is
/// broken in one harms no other, and a file that breaks off still has those before the break.
struct XMLFile {
    /// Valid UTF-8.
    let bytes: [UInt8]
    let charset: String
    /// What stands before the first item: the root and the channel's own elements. Nil when an item is the root.
    let head: XMLTree?
    private let itemNames: Set<String>
    private let limits: ReaderLimits
    private let root: String
    private var scanner: XMLScanner
    private var sawRootEnd = false

    /// Bytes of the head that are looked at.
    private static let longestHead = 1 << 20

    /// - Parameter itemNames: local names, in lower case, of the elements that are items.
    init(_ input: FormatInput, items itemNames: Set<String>) {
        let declared = input.charsetIsSettled ? nil : HTMLCharset.declared(input.bytes)
        let decoded = Charset.decode(input.bytes, declared: declared)
        bytes = decoded.bytes
        charset = input.charsetIsSettled ? input.charset : decoded.charset
        self.itemNames = itemNames
        limits = input.limits
        root = XMLFile.root(input) ?? ""
        scanner = XMLScanner(bytes)
        head =
            itemNames.contains(root)
            ? nil
            : try? XMLTree(
                bytes, 0..<min(XMLFile.firstItem(scanner, itemNames), XMLFile.longestHead), names: nil, limits: limits)
    }

    /// The local name of the first element, in lower case; nil when there is none within the first 64 KiB.
    static func root(_ input: FormatInput) -> String? {
        guard input.bytes[input.start] == 0x3C else { return nil }
        let end = min(input.bytes.count, input.start &+ 65536)
        var scanner = XMLScanner(input.bytes, from: input.start, to: end)
        while let token = scanner.next() {
            if case .start(_, let name, _) = token { return scanner.localName(name) }
        }
        return nil
    }

    private static func firstItem(_ start: XMLScanner, _ itemNames: Set<String>) -> Int {
        var scanner = start
        while let token = scanner.next() {
            if case .start(_, let name, _) = token, itemNames.contains(scanner.localName(name)) {
                return scanner.tokenStart
            }
        }
        return scanner.bytes.count
    }

    /// The next item, or why it is not read; nil at the end.
    mutating func next() -> Result<XMLTree, Refusal>? {
        var open: (start: Int, name: String)?
        while let token = scanner.next() {
            switch token {
            case .start(_, let name, let isEmpty):
                let local = scanner.localName(name)
                guard itemNames.contains(local) else { continue }
                if let open {
                    // Items do not nest: the open one has lost its end, and this one is read next.
                    scanner.position = scanner.tokenStart
                    return .failure(truncated(in: open.name, at: scanner.position))
                }
                if isEmpty {
                    sawRootEnd = sawRootEnd || local == root
                    return tree(scanner.tokenStart..<scanner.position)
                }
                open = (scanner.tokenStart, local)
            case .end(let name):
                let local = scanner.localName(name)
                if local == root { sawRootEnd = true }
                if let found = open, local == found.name { return tree(found.start..<scanner.position) }
            case .text, .literal: break
            }
        }
        guard open != nil || !sawRootEnd else { return nil }
        sawRootEnd = true
        return .failure(truncated(in: open?.name ?? root, at: bytes.count))
    }

    private func tree(_ range: Range<Int>) -> Result<XMLTree, Refusal> {
        guard range.count <= limits.articleBytes else { return .failure(.over("articleBytes", limits.articleBytes)) }
        return Result { () throws(Refusal) in try XMLTree(bytes, range, names: head?.names, limits: limits) }
    }

    private func truncated(in element: String, at byte: Int) -> Refusal {
        Refusal(.truncated, "truncated XML at byte \(byte) (in <\(element)>)")
    }
}
