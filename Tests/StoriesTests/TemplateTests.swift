import Shingling
import Testing

@testable import Stories

@Suite("Reports by template")
struct TemplateTests {
    /// So much text around the figures that two reports share more than half of their phrases.
    private func report(company: String, chief: String, figures: [Int]) -> String {
        """
        The company \(company) announced financial results for the quarter. It posted revenue of \(figures[0]) million \
        dollars and income of \(figures[1]) million. We are pleased with what the team has achieved in a demanding \
        market, said \(chief), the chief executive. We go on investing in our products, our people and our customers, \
        and we are confident that the measures we have taken will make the business stronger in the years to come. The \
        board has declared a dividend of \(figures[2]) cents a share, payable on March \(figures[3]) to shareholders \
        of record as of the close of business two weeks before. The company will provide a live stream of its \
        conference call on the results, and the recording will be available on its website for about two weeks.
        """
    }

    private let first = ["Barcordan", "Pia Fengar", "Holinjor", "Ulf Kellan", "Marnor", "Ossi Pelquin"]

    @Test("the same template with other names and figures makes no copy, even above the similarity of copies")
    func fillings() {
        var engine = Engine(settings: EngineSettings())
        var one = submission(report(company: first[0], chief: first[1], figures: [512, 48, 17, 21]))
        _ = engine.assign(one)
        for (number, company) in [2, 4].enumerated() {
            let figures = [733 + number, 96 + number, 41 + number, 11 + number]
            let other = submission(report(company: first[company], chief: first[company + 1], figures: figures))
            let shared = Set(one.features.phrases).intersection(other.features.phrases).count
            #expect(3 * shared > one.features.phrases.count + other.features.phrases.count)
            let assignment = engine.assign(other)
            #expect(assignment.duplicateOf == nil)
            one = other
        }
    }

    @Test("a report with its figures mended, or with sentences changed, is a copy")
    func sameReport() {
        var engine = Engine(settings: EngineSettings())
        let text = report(company: first[0], chief: first[1], figures: [512, 48, 17, 21])
        _ = engine.assign(submission(text))
        let mended = engine.assign(
            submission(report(company: first[0], chief: first[1], figures: [513, 48, 17, 22])))
        #expect(mended.outcome == .nearDuplicate && mended.duplicateOf == 1)
        let changed = text.replacing(
            "We go on investing in our products, our people and our customers", with: "Nothing more was said about it")
        let assignment = engine.assign(submission(changed))
        #expect(assignment.outcome == .nearDuplicate)
    }

    @Test("an edited copy is found among a thousand reports of its template")
    func siblings() {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = ArticleMaker(seed: seed)
        // Six sentences of ten are the same in all of them.
        let fixed = (0..<6).map { _ in maker.sentence(about: maker.event()) }
        let reports = (0..<1000).map { _ in
            fixed.flatMap { [maker.sentence(about: maker.event(), length: 16), $0] }
        }
        var engine = Engine(settings: EngineSettings(copiesOnly: true))
        for report in reports {
            let assignment = engine.assign(submission(report.joined(separator: " ")))
            #expect(assignment.duplicateOf == nil, "seed \(seed)")
        }
        for number in stride(from: 0, to: 1000, by: 50) {
            var copy = reports[number]
            copy[4] = maker.sentence(about: maker.event())
            copy[9] = maker.sentence(about: maker.event())
            let assignment = engine.assign(submission(copy.joined(separator: " ")))
            #expect(assignment.duplicateOf == Int64(number + 1), "seed \(seed)")
        }
    }
}
