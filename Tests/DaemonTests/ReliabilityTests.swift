import Testing

@testable import Daemon

@Suite("Reliability of scores")
struct ReliabilityTests {
    @Test("the error is the bins' distance from the diagonal, weighted by their decisions")
    func byHand() {
        var reliability = Reliability()
        // Three at 0.9, of which two are right; one at 0.2 that is wrong.
        for hit in [true, true, false] { reliability.add(0.9, hit: hit) }
        reliability.add(0.2, hit: false)
        let expected = 0.75 * (0.9 - 2.0 / 3) + 0.25 * 0.2
        #expect(abs(reliability.expectedCalibrationError - expected) < 1e-12)
        #expect(reliability.bins[9].count == 3 && reliability.bins[9].hits == 2 && reliability.bins[2].count == 1)
    }

    @Test("scores that come true as often as they say have no error")
    func exact() {
        var reliability = Reliability()
        for place in 0..<100 { reliability.add(0.25, hit: place % 4 == 0) }
        #expect(reliability.expectedCalibrationError < 1e-12)
        #expect(Reliability().expectedCalibrationError == 0)
    }

    @Test("0, 1 and what lies beyond are in the outermost bins")
    func edges() {
        var reliability = Reliability()
        for probability in [0, 1, -1, 2] { reliability.add(Double(probability), hit: true) }
        #expect(reliability.bins[0].count == 2 && reliability.bins[9].count == 2)
    }

    @Test("a story's label is the one most of its articles have")
    func labels() {
        var labels = StoryLabels()
        #expect(labels.most(in: 1) == nil && !labels.belongs(7, to: 1))
        labels.add(7, to: 1)
        labels.add(8, to: 1)
        // A tie: both belong, the smaller is named.
        #expect(labels.most(in: 1) == 7 && labels.belongs(7, to: 1) && labels.belongs(8, to: 1))
        labels.add(8, to: 2)
        labels.merge(2, into: 1)
        #expect(labels.most(in: 1) == 8 && !labels.belongs(7, to: 1) && labels.size(of: 1) == 3)
        #expect(labels.most(in: 2) == nil)
    }
}
