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
}
