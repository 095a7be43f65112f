import Articles
import Testing

@Suite("Compressed files")
struct CompressionTests {
    private static let page = Array("\(Harbour.title)\n\n\(Harbour.paragraphs.joined(separator: "\n\n"))\n".utf8)

    private static func lines(_ numbers: Range<Int>) -> [UInt8] {
        Array(
            numbers.map {
                #"{"id": \#($0), "title": "Report \#($0)", "text": "The harbour reported case \#($0)."}"# + "\n"
            }
            .joined().utf8)
    }

    private static func pack(_ bytes: [UInt8], _ kind: String) -> [UInt8] {
        kind == "gzip" ? Packing.gzip(bytes) : Packing.zstd(bytes)
    }

    @Test("a compressed file is read as what it holds", arguments: ["gzip", "zstd"])
    func plain(kind: String) {
        let outcome = read(Self.pack(Self.page, kind), "ferry.txt.\(kind)")
        #expect(outcome.articles.map(\.title) == [Harbour.title])
        #expect(outcome.articles.map(\.text) == [Harbour.text])
        #expect(outcome.summary?.format == "text (\(kind))")
    }

    @Test("members and frames one after the other are one file", arguments: ["gzip", "zstd"])
    func members(kind: String) {
        let outcome = read(Self.pack(Self.lines(0..<3), kind) + Self.pack(Self.lines(3..<5), kind))
        #expect(outcome.articles.map(\.identifier) == ["0", "1", "2", "3", "4"])
    }

    @Test("JSON Lines beyond the memory of one piece come out whole and in order", arguments: ["gzip", "zstd"])
    func pieces(kind: String) {
        // 6 MB, of which no more than 2 MiB may be there at once.
        var limits = ReaderLimits()
        limits.fileBytes = 2 << 20
        let outcome = read(Self.pack(Self.lines(0..<80_000), kind), limits: limits)
        #expect(outcome.whole == nil && outcome.refusals.isEmpty)
        #expect(outcome.articles.map(\.identifier) == (0..<80_000).map(String.init))
        #expect(outcome.summary?.format == "JSON (\(kind))")
    }

    @Test("objects over several lines are not cut, nor an array")
    func notCut() {
        let text = String(repeating: "The divers looked at the hull. ", count: 20_000)
        let pretty = "{\n  \"more\": [\n{\"a\": 1},\n{\"a\": 2}],\n  \"text\": \"\(text)\"\n}\n"
        let many = Array(String(repeating: pretty, count: 6).utf8)
        let whole = read(many)
        #expect(whole.articles.count == 6)
        var limits = ReaderLimits()
        limits.unpackedRatio = 10_000
        #expect(read(Packing.gzip(many), limits: limits).articles == whole.articles)
        let array = Array("[\(Array(repeating: pretty, count: 6).joined(separator: ",\n"))]".utf8)
        #expect(read(Packing.gzip(array), limits: limits).articles == whole.articles)
    }

    @Test("what must be read whole may unpack to the limit of a file")
    func wholeLimit() {
        var limits = ReaderLimits()
        limits.fileBytes = 1000
        #expect(
            read(Packing.gzip(Self.page + Self.page + Self.page), limits: limits).whole?.reason
                == "over the limit fileBytes (1000)")
        #expect(read(Packing.gzip(Self.page), limits: limits).articles.count == 1)
    }

    @Test("a bomb is refused for its ratio", arguments: ["gzip", "zstd"])
    func ratio(kind: String) {
        let bomb = Self.pack([UInt8](repeating: 0x20, count: 32 << 20), kind)
        #expect(bomb.count < 40_000)
        #expect(read(bomb).whole == Refusal(.overLimit, "over the limit unpackedRatio (200)"))
        // Layers count together.
        #expect(read(Self.pack(bomb, kind)).whole == Refusal(.overLimit, "over the limit unpackedRatio (200)"))
    }

    @Test("what unpacks to too many bytes is refused after the articles before")
    func unpackedBytes() {
        var limits = ReaderLimits()
        limits.unpackedBytes = 3 << 20
        let outcome = read(Packing.gzip(Self.lines(0..<80_000)), limits: limits)
        #expect(outcome.refusals.map(\.refusal) == [Refusal(.overLimit, "over the limit unpackedBytes (3145728)")])
        #expect(outcome.articles.count > 20_000)
        #expect(outcome.articles.map(\.identifier) == (0..<outcome.articles.count).map(String.init))
    }

    @Test("layers are undone up to a limit")
    func depth() {
        var packed = Self.page
        for layer in 1...4 {
            packed = Self.pack(packed, layer % 2 == 0 ? "gzip" : "zstd")
            #expect(read(packed).articles.map(\.text) == [Harbour.text], "\(layer) layers")
        }
        #expect(read(packed).summary?.format == "text (gzip in zstd in gzip in zstd)")
        #expect(read(Packing.gzip(packed)).whole == Refusal(.overLimit, "over the limit containerDepth (4)"))
    }

    @Test("a file cut off is refused, wherever the cut is", arguments: ["gzip", "zstd"])
    func truncated(kind: String) {
        let packed = Self.pack(Self.page, kind)
        for length in 5..<packed.count {
            let outcome = read(Array(packed[..<length]))
            #expect(outcome.articles.isEmpty)
            #expect(outcome.whole == Refusal(.truncated, "truncated \(kind) data"), "cut at \(length)")
        }
    }

    @Test("of many articles cut off those before the cut are read, and the cut is told", arguments: ["gzip", "zstd"])
    func truncatedMany(kind: String) {
        // Random words, so that the cut comes late in the text.
        var random = SeededGenerator(state: 7)
        let lines = (0..<30_000).map { "{\"id\": \($0), \"text\": \"Case \(random.next()) \(random.next()).\"}\n" }
        let packed = Self.pack(Array(lines.joined().utf8), kind)
        let outcome = read(Array(packed[..<(packed.count * 3 / 4)]))
        #expect(outcome.articles.count > 10_000)
        #expect(outcome.articles.map(\.identifier) == (0..<outcome.articles.count).map(String.init))
        #expect(outcome.refusals.map(\.refusal) == [Refusal(.truncated, "truncated \(kind) data")])
        #expect(outcome.refusals.first?.position == outcome.articles.count + 1)
    }

    @Test("bytes after the end are damage, zeros are padding")
    func trailing() {
        let packed = Packing.gzip(Self.page)
        #expect(read(packed + [UInt8](repeating: 0, count: 512)).articles.count == 1)
        #expect(read(packed + Array("garbage".utf8)).whole == Refusal(.malformed, "damaged gzip data"))
        #expect(read(Packing.zstd(Self.page) + Array("garbage".utf8)).whole?.code == .malformed)
    }

    @Test("a changed byte is found, never trapped on", arguments: ["gzip", "zstd"])
    func damaged(kind: String) {
        let packed = Self.pack(Self.page, kind)
        for index in 4..<packed.count {
            var damaged = packed
            damaged[index] ^= 0x10
            let outcome = read(damaged)
            #expect(outcome.whole != nil || outcome.articles.first != nil)
        }
        // gzip has a check sum.
        var last = Packing.gzip(Self.page)
        last[last.count - 6] ^= 1
        #expect(read(last).whole == Refusal(.malformed, "damaged gzip data"))
    }

    @Test("blanks before the content may be long")
    func blanks() {
        let spaces = [UInt8](repeating: 0x20, count: 300_000)
        #expect(read(Packing.gzip(spaces + Self.page)).articles.map(\.text) == [Harbour.text])
        #expect(read(Packing.gzip(spaces + Self.lines(0..<3))).articles.count == 3)
    }

    @Test("compressed nothing is empty; compressed pictures are no article")
    func nothing() {
        #expect(read(Packing.gzip([])).whole?.code == .empty)
        #expect(read(Packing.zstd([0x89, 0x50, 0x4E, 0x47, 1, 2])).whole?.reason == "not an article (PNG image)")
    }

    @Test("UTF-16 is undone in compressed files too")
    func wide() {
        let text = #"{"title": "Fähre läuft auf Grund", "text": "Die Fähre lief auf Grund."}"# + "\n"
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in String(repeating: text, count: 2000).utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let outcome = read(Packing.gzip(wide))
        #expect(outcome.articles.count == 2000)
        #expect(outcome.summary?.charset == "UTF-16LE")
    }
}
