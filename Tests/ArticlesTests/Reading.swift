import Articles
import Foundation

/// What came of reading a file: every position in order, and the refusal of the whole if there was one.
struct Outcome {
    var articles: [Article] = []
    var refusals: [(position: Int, refusal: Refusal)] = []
    var whole: Refusal?
    var summary: ReadSummary?
}

/// The present in these tests: 2025-11-13.
let now: Int64 = 1_763_000_000

func read(
    _ bytes: [UInt8], _ name: String = "file", limits: ReaderLimits = .init(), options: ReaderOptions = .init(now: now)
) -> Outcome {
    var outcome = Outcome()
    do {
        outcome.summary = try ArticleReader(limits: limits, options: options).read(bytes, fileName: name) {
            position, result in
            switch result {
            case .success(let article): outcome.articles.append(article)
            case .failure(let refusal): outcome.refusals.append((position, refusal))
            }
        }
    } catch let refusal as Refusal {
        outcome.whole = refusal
    } catch {
        outcome.whole = Refusal(.malformed, "unexpected error \(error)")
    }
    return outcome
}

func read(_ text: String, limits: ReaderLimits = .init(), options: ReaderOptions = .init(now: now)) -> Outcome {
    read(Array(text.utf8), limits: limits, options: options)
}

/// A generator whose numbers can be had again from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// An article of these tests' own.
enum Harbour {
    static let title = "Harbour ferry runs aground off Kestrel Point, all 214 aboard safe"
    static let paragraphs = [
        "A passenger ferry with 214 people on board ran aground off Kestrel Point early on Tuesday after losing steering in "
            + "heavy fog, the harbour authority said.",
        "Nobody was hurt. Lifeboats from three stations brought the passengers ashore within two hours, and the crew stayed "
            + "on board to wait for the tide.",
        "“We felt a long scrape and then the lights went out for a moment,” said Maren Oduya, a teacher who was travelling "
            + "with her class. “The crew were calm, so we were calm.”",
        "The authority has closed the northern channel until divers have looked at the hull. An inquiry will begin on "
            + "Thursday.",
    ]
    static let text = paragraphs.joined(separator: "\n")
}
