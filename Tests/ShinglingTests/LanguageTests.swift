import Testing

@testable import Shingling

@Suite("Languages, and what is remembered of earlier texts")
struct LanguageTests {
    private static let texts = [
        ("The government said on Monday that it would not pay for the new bridge over the river.", "en"),
        ("Die Regierung sagte am Montag, dass sie nicht für die neue Brücke über den Fluss zahlen werde.", "de"),
        ("Le gouvernement a dit lundi qu'il ne paierait pas pour le nouveau pont sur la rivière.", "fr"),
        ("El gobierno dijo el lunes que no pagaría por el nuevo puente sobre el río de la ciudad.", "es"),
        ("Правительство заявило в понедельник, что не будет платить за новый мост через реку.", "ru"),
        ("Xyzzy plugh 17 frobnicate 2026.", nil),
        ("", nil),
    ]

    @Test("a text has the same features whatever texts were read before it")
    func memory() {
        let shingler = Shingler()
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let alone = Self.texts.map { Shingler().features(title: "", text: $0.0, language: nil) }
        for _ in 0..<200 {
            let place = Int.random(in: Self.texts.indices, using: &random)
            let features = shingler.features(title: "", text: Self.texts[place].0, language: nil)
            #expect(features == alone[place], "seed \(seed)")
            #expect(features.language == Self.texts[place].1)
            // Words enough to drive out what is remembered.
            let noise = (0..<2000).map { _ in "w\(random.next() % 1_000_000)" }.joined(separator: " ")
            if place % 3 == 0 { _ = shingler.features(title: "", text: noise, language: "en") }
        }
    }

    @Test("counts for all languages at once are those of counting one after the other")
    func tally() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for size in [0, 4, 40, 256] {
            let masks = (0..<size).map { _ in random.next() & random.next() }
            var tally = LanguageTally()
            for place in stride(from: 0, to: size, by: 4) {
                tally.add(masks[place], masks[place + 1], masks[place + 2], masks[place + 3])
            }
            let counts = (0..<64).map { language in masks.count { $0 >> UInt64(language) & 1 == 1 } }
            let ranked = counts.enumerated().sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
            for (number, hits) in ranked {
                let next = tally.next()
                #expect(next?.number == number && next?.hits == hits, "seed \(seed)")
            }
            #expect(tally.next() == nil)
        }
    }
}
