import Shingling
import Testing

@testable import Stories

@Suite("Story ids")
struct StoryIDTests {
    @Test("an id is 13 characters of Crockford base 32, and reads back")
    func format() {
        var seen: Set<StoryID> = []
        for number in 0..<5_000 {
            let text = TextHash(high: UInt64(number), low: 7)
            let id = StoryID(founding: text, generation: number % 3)
            #expect(id.description.count == 13 && id.short == String(id.description.prefix(8)))
            #expect(id.description.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) })
            #expect(StoryID(id.description) == id && StoryID(id.description.uppercased()) == id)
            seen.insert(id)
        }
        #expect(seen.count == 5_000)
        #expect(StoryID("") == nil && StoryID("7k3m9q2x") == nil && StoryID("7k3m9q2xilou0") == nil)
        #expect(StoryID("zzzzzzzzzzzzz")?.description == "zzzzzzzzzzzzz")
    }

    @Test("a text that founds a second story gives it another id")
    func generations() {
        let text = TextHash(high: 1, low: 2)
        #expect(StoryID(founding: text, generation: 0) != StoryID(founding: text, generation: 1))
        var engine = Engine(settings: EngineSettings())
        let ids = (0..<5).map { _ in engine.assign(submission("--")) }
        #expect(ids.map(\.generation) == [0, 1, 2, 3, 4] && Set(ids.map(\.storyID)).count == 5)
    }

    @Test("the names in use are those of the stories, added one by one or all at once")
    func inUse() {
        var names = StoryNames()
        var stories: [KnownStory] = []
        // Names that differ in either part alone.
        for number in 0..<3_000 as Range<UInt64> {
            let id = StoryID(words: (number % 2, number / 2 &* 0x9E37_79B9_7F4A_7C15))
            #expect(!names.contains(id, stories))
            stories.append(KnownStory(id: id, generation: 0, founder: 0))
            names.insertLast(stories)
        }
        for names in [names, StoryNames(stories)] {
            #expect(stories.allSatisfy { names.contains($0.id, stories) })
            #expect(!names.contains(StoryID(words: (0, 1 << 40)), stories))
        }
    }
}
