import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("Names, patterns, and the small parts")
struct ValueTests {
    @Test(
        "a pattern matches the last component of a name",
        arguments: [
            ("*.tmp", "a.tmp", true), ("*.tmp", "sub/a.tmp", true), ("*.tmp", "a.tmp.txt", false),
            ("*.tmp", "tmp", false),
            ("?.txt", "a.txt", true), ("?.txt", "é.txt", true), ("?.txt", "ab.txt", false), ("?", "", false),
            ("*~", "a~", true), ("~$*", "~$report.docx", true), ("#*#", "#a#", true), ("#*#", "#", false),
            ("Thumbs.db", "Thumbs.db", true), ("Thumbs.db", "thumbs.db", false), ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false), ("*", "anything", true), ("", "a", false), ("a", "sub/b", false),
        ])
    func patterns(pattern: String, name: String, expected: Bool) {
        #expect(IgnoreList(patterns: [pattern]).matches(FilePath(name)) == expected)
    }

    @Test("hidden names are ignored whatever the patterns, and good names by none of the default ones")
    func hiddenNames() {
        #expect(IgnoreList(patterns: []).matches("sub/.hidden"))
        #expect(!IgnoreList(patterns: []).matches(".hidden/a.txt"))
        let defaults = IgnoreList(patterns: IgnoreList.defaultPatterns)
        for name in ["a.txt", "template.html", "part.json", "x.tmp.gz", "ü~1.txt"] {
            #expect(!defaults.matches(FilePath(name)), "\(name)")
        }
    }

    @Test("patterns match as fnmatch(3) has them, on random patterns and names")
    func patternsAgainstLibrary() {
        var random = SeededGenerator.announced("patterns")
        for _ in 0..<20_000 {
            let pattern = String(
                (0..<Int.random(in: 0...6, using: &random)).map { _ in "ab*?".randomElement(using: &random) ?? "a" })
            let name = String(
                (0..<Int.random(in: 1...8, using: &random)).map { _ in "ab".randomElement(using: &random) ?? "a" })
            let expected = fnmatch(pattern, name, 0) == 0
            #expect(IgnoreList(patterns: [pattern]).matches(FilePath(name)) == expected, "\(pattern) on \(name)")
        }
    }

    @Test("a pattern made to backtrack ends soon")
    func hostilePattern() {
        let pattern = String(repeating: "*a", count: 100) + "b"
        #expect(!IgnoreList(patterns: [pattern]).matches(FilePath(String(repeating: "a", count: 255))))
    }

    @Test(
        "a name is escaped where it would disturb a line, and kept elsewhere",
        arguments: [
            (Array("plain name.txt".utf8), "plain name.txt"), (Array("Ümläut 新聞 🗞".utf8), "Ümläut 新聞 🗞"),
            (Array("a\nb\u{1B}[31m\u{7F}".utf8), #"a\x0Ab\x1B[31m\x7F"#), ([0x61, 0xFF, 0xC3, 0x28], #"a\xFF\xC3("#),
            ([0xE2, 0x82], #"\xE2\x82"#), ([0xED, 0xA0, 0x80, 0x61], #"\xED\xA0\x80a"#),
            (Array("a\u{202E}b\u{85}".utf8), #"a\xE2\x80\xAEb\xC2\x85"#), ([], ""),
        ])
    func escaping(bytes: [UInt8], expected: String) {
        #expect(escapedName(rawPath(bytes)) == expected)
    }

    @Test("an escaped name of random bytes gives the bytes back")
    func escapingRandom() {
        var random = SeededGenerator.announced("escaping")
        for _ in 0..<2_000 {
            // Without slash, which a path may normalise away, and backslash, which is not escaped.
            let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            .filter { $0 != 0x2F && $0 != 0x5C }
            let escaped = Array(escapedName(rawPath(bytes)).utf8)
            var decoded: [UInt8] = []
            var index = 0
            while index < escaped.count {
                if escaped[index] == 0x5C {
                    let digits = String(decoding: escaped[(index + 2)..<(index + 4)], as: UTF8.self)
                    decoded.append(UInt8(digits, radix: 16) ?? 0)
                    index += 4
                } else {
                    decoded.append(escaped[index])
                    index += 1
                }
            }
            #expect(decoded == bytes)
        }
    }

    @Test("deadlines come out in order, on random times")
    func deadlines() {
        var random = SeededGenerator.announced("deadlines")
        var deadlines = Deadlines()
        var expected: [Int64] = []
        for _ in 0..<5_000 {
            let due = Int64.random(in: 0..<1_000, using: &random)
            deadlines.insert(Deadlines.Item(due: due, directory: 1, name: RawName("a".utf8)))
            expected.append(due)
        }
        var taken: [Int64] = []
        #expect(deadlines.popDue(at: -1) == nil)
        while let item = deadlines.popDue(at: 499) { taken.append(item.due) }
        while let item = deadlines.popDue(at: 1_000) { taken.append(item.due) }
        #expect(taken == expected.sorted())
        #expect(deadlines.first == nil)
    }

    @Test("a buffer of events cut anywhere, or of random bytes, is read as far as it is whole")
    func eventsCut() {
        var random = SeededGenerator.announced("events")
        let whole: [UInt8] =
            [1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0] + Array("a\u{FF}.txt".utf8)
            + [UInt8](repeating: 0, count: 9) + [255, 255, 255, 255, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let events = whole.withUnsafeBytes { NotifyEvent.parse($0) }
        #expect(events.map(\.watch) == [1, -1])
        #expect(events.first?.has(IN_CLOSE_WRITE) == true)
        #expect(events.first?.name == RawName("a\u{FF}.txt".utf8))
        #expect(events.last?.has(IN_Q_OVERFLOW) == true)
        for length in 0..<whole.count {
            let count = whole[..<length].withUnsafeBytes { NotifyEvent.parse($0).count }
            #expect(count == (length < 32 ? 0 : 1))
        }
        for _ in 0..<2_000 {
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(bytes.withUnsafeBytes { NotifyEvent.parse($0).count } <= 4)
        }
    }

    @Test("files that are gone are forgotten, so that memory does not grow with what has passed through")
    func forgetting() {
        var tree = DirectoryTree()
        let top = tree.add(root: 0, parent: nil, name: RawName("top".utf8), scan: 1)
        let child = tree.add(root: 0, parent: top, name: RawName("child".utf8), scan: 1)
        let key = FileKey(device: 1, inode: 1, size: 1, modified: 1, changed: 1)
        for number in 0..<10 {
            let file = KnownFile(key: key, isDelivered: number < 5, scan: number < 8 ? 1 : 2)
            tree.setFile(top, RawName("\(number)".utf8), file)
        }
        #expect(tree.settling == 5)
        #expect(tree.forgetUnseen(top, scan: 2) == [child])
        #expect(tree.settling == 2)
        #expect(tree.directories[top]?.files.count == 2)
        #expect(tree.setWatch(child, 7) == nil)
        #expect(tree.remove(top) == [7])
        #expect(tree.directories.isEmpty && tree.watches.isEmpty && tree.unwatched.isEmpty)
        #expect(tree.settling == 0)
    }

    @Test("dates are those of gmtime(3), on random times")
    func dates() {
        var random = SeededGenerator.announced("dates")
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: -60_000_000_000...250_000_000_000, using: &random)
            var time = time_t(seconds)
            var parts = tm()
            gmtime_r(&time, &parts)
            let expected = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
            let path = StoredName.datePath(seconds)
            #expect(path.map { Int(String(decoding: $0.bytes, as: UTF8.self)) } == expected, "\(seconds)")
        }
        #expect(StoredName.datePath(0).map(\.path) == ["1970", "01", "01"])
        for extreme in [Int64.min, Int64.max] { #expect(StoredName.datePath(extreme).count == 3) }
    }

    @Test(
        "a long name is cut to fit, with its extension and whole characters",
        arguments: [
            (String(repeating: "a", count: 255), 242), (String(repeating: "a", count: 246) + ".json.gz", 242),
            (String(repeating: "é", count: 125) + ".html", 241), ("short.txt", 9),
            ("." + String(repeating: "b", count: 254), 242), (String(repeating: ".", count: 255), 242),
        ])
    func longNames(name: String, length: Int) {
        let stored = StoredName.make(sequence: 42, name: RawName(name.utf8))
        let text = String(decoding: stored.bytes, as: UTF8.self)
        #expect(text.hasPrefix("000000000042-"))
        #expect(stored.bytes.count == 13 + length)
        #expect(!text.contains("\u{FFFD}"))
        if name.hasSuffix(".json.gz") { #expect(text.hasSuffix(".json.gz")) }
        if name.hasSuffix(".html") { #expect(text.hasSuffix(".html")) }
    }
}

/// Random numbers that can be had again: SplitMix64 by Sebastiano Vigna.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator of a new seed, which is printed.
    static func announced(_ what: String) -> SeededGenerator {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of \(what): \(seed)")
        return SeededGenerator(state: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
