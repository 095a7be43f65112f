import Shingling
import Testing

@testable import Stories

@Suite("Copies in every script")
struct ScriptCopyTests {
    /// A script: its letters, and whether its words are set apart.
    struct Script: CustomStringConvertible {
        let name: String
        let letters: ClosedRange<UInt32>
        var isSpaced = true
        var stop = "."

        var description: String { name }
    }

    static let scripts = [
        Script(name: "Latin", letters: 0x61...0x7A), Script(name: "Cyrillic", letters: 0x430...0x44F),
        Script(name: "Arabic", letters: 0x628...0x63A, stop: "؟"), Script(name: "Hebrew", letters: 0x5D0...0x5EA),
        Script(name: "Devanagari", letters: 0x915...0x939, stop: "।"),
        Script(name: "Thai", letters: 0xE01...0xE2E, isSpaced: false, stop: " "),
        Script(name: "Chinese", letters: 0x4E00...0x4FFF, isSpaced: false, stop: "。"),
        Script(name: "Japanese", letters: 0x3042...0x3093, isSpaced: false, stop: "。"),
        Script(name: "Korean", letters: 0xAC00...0xB000),
    ]

    /// A sentence of some fifteen words, of two to four letters each.
    private func sentence(_ script: Script, _ random: inout SeededGenerator) -> String {
        let words = (0..<15).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 2...4, using: &random)).compactMap { _ in
                        Unicode.Scalar(UInt32.random(in: script.letters, using: &random))
                    }))
        }
        return words.joined(separator: script.isSpaced ? " " : "") + script.stop
    }

    /// The similarity of two texts by all phrases of five tokens, and whether that makes a copy.
    private func truth(_ left: String, _ right: String) -> (similarity: Double, isCopy: Bool) {
        func phrases(_ text: String) -> (Set<[UInt64]>, Int) {
            let tokens = Shingler().tokens(title: "", text: text)
            return (Set(tokens.indices.dropLast(4).map { Array(tokens[$0..<$0 + 5]) }), tokens.count)
        }
        let ((one, words), (two, others)) = (phrases(left), phrases(right))
        let shared = Double(one.intersection(two).count)
        let similarity = shared / (Double(one.count + two.count) - shared)
        let isContained = min(words, others) >= 50 && shared >= 0.8 * Double(min(one.count, two.count))
        return (similarity, similarity >= 0.5 || isContained)
    }

    @Test("cut, extended, changed and rearranged copies are found, and nothing else", arguments: scripts)
    func copies(script: Script) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var engine = Engine(settings: EngineSettings(copiesOnly: true))
        let originals = (0..<60).map { _ in
            (0..<Int.random(in: 6...20, using: &random)).map { _ in sentence(script, &random) }
        }
        let gap = script.isSpaced ? " " : ""
        for original in originals {
            let assignment = engine.assign(submission(original.joined(separator: gap)))
            #expect(assignment.duplicateOf == nil, "\(script), seed \(seed)")
        }
        var copies = 0
        for (number, original) in originals.enumerated() {
            var edited = original
            switch number % 4 {
            case 0: edited = Array(edited.prefix((edited.count + 1) / 2))
            case 1: edited = [sentence(script, &random)] + edited + [sentence(script, &random)]
            case 2:
                for place in edited.indices where Double.random(in: 0..<1, using: &random) < 0.3 {
                    edited[place] = sentence(script, &random)
                }
            default: edited.shuffle(using: &random)
            }
            // Wrapped elsewhere: in scripts without spaces a line may end anywhere.
            let text = edited.joined(separator: number % 2 == 0 ? gap : "\n")
            let truth = truth(text, original.joined(separator: gap))
            let assignment = engine.assign(submission(text))
            #expect((assignment.duplicateOf != nil) == truth.isCopy, "\(script), seed \(seed), copy \(number)")
            guard truth.isCopy else { continue }
            copies += 1
            #expect(assignment.duplicateOf == Int64(number + 1), "\(script), seed \(seed)")
            #expect(abs((assignment.similarity ?? 0) - truth.similarity) < 0.02, "\(script), seed \(seed)")
        }
        #expect(copies > 40, "\(script), seed \(seed)")
    }

    @Test("a text in several scripts is as good as one")
    func mixed() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var engine = Engine(settings: EngineSettings(copiesOnly: true))
        let text = Self.scripts.map { sentence($0, &random) }
        _ = engine.assign(submission(text.joined(separator: "\n")))
        let copy = engine.assign(
            submission((text.dropFirst(2) + [sentence(Self.scripts[0], &random)]).joined(separator: " ")))
        #expect(copy.outcome == .nearDuplicate, "seed \(seed)")
    }
}
