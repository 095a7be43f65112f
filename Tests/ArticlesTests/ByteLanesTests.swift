import Testing

@testable import Articles

@Suite("Many bytes at once, as one by one")
struct ByteLanesTests {
    /// Bytes of lengths around those that are read at once, nearly all plain.
    private static func bytes(_ random: inout SystemRandomNumberGenerator) -> [UInt8] {
        let odd: [UInt8] = [
            0, 0x0A, 0x20, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xBF, 0xC2, 0xE2, 0x80, 0x9C, 0xED, 0xF0, 0xFF,
        ]
        let share = Int.random(in: 1...100, using: &random)
        return (0..<Int.random(in: 0...200, using: &random)).map { _ in
            Int.random(in: 0..<share, using: &random) == 0
                ? odd.randomElement(using: &random) ?? 0 : UInt8.random(in: 0x61...0x7A, using: &random)
        }
    }

    @Test("a byte is found where it is, and valid UTF-8 is what the standard library takes for it")
    func single() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            let bytes = Self.bytes(&random)
            let start = Int.random(in: 0...bytes.count, using: &random)
            let end = Int.random(in: start...bytes.count, using: &random)
            let found = ByteLanes.index(of: 0x5C, in: bytes, from: start, to: end)
            #expect(found == bytes[start..<end].firstIndex(of: 0x5C) ?? end, "\(bytes)")
            let census = UTF8Census(bytes)
            #expect(census.isValid == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
            #expect(String(text: bytes) == String(decoding: bytes, as: UTF8.self), "\(bytes)")
            let controls = bytes.count {
                $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1B, 0x1E].contains($0) || $0 == 0x7F
            }
            #expect(BinaryCheck.looksBinary(bytes) == (controls > bytes.count / 32), "\(bytes)")
        }
    }

    @Test("lines are cut and trimmed wherever in the text they stand")
    func lines() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "word", "a", "é", "“", " ", " ", "  ", "\n", "\n\n", "\t", "\u{7F}", "\0",
            String(repeating: "x", count: 70),
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            let expected = text.filter { $0 != "\u{7F}" && $0 != "\u{AD}" && $0 != "\0" }.split(separator: "\n").map {
                $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            }.filter { !$0.isEmpty }
            let lines = TextLines(Array(text.utf8))
            #expect(
                lines.lines.map { String(decoding: lines.bytes[$0.range], as: UTF8.self) } == expected,
                "\(text.debugDescription)")
        }
    }
}
