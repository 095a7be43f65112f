/// How an article compares with one story: what the story model's decision rests on.
package struct StoryEvidence: Sendable {
    /// The story's number.
    package var story: Int64
    /// The mean chance, `Chance.one` for 1, that the article and one of the story's representatives belong together.
    var kinship = 0
    /// The same as log-odds, `StoryModel.bits` fractional bits, before calibration.
    package var score = 0
    /// The number of the representative that the article most likely belongs with; 0 when there is none.
    package var nearest: Int64 = 0
    /// What it has in common with that one.
    package var signals = PairSignals()

    /// The log-odds that the dates of the two take away.
    package var lostByDates = 0.0

    package init(story: Int64) { self.story = story }

    /// The value of one signal, compared with the nearest representative.
    package subscript(signal: Signal) -> Double { signals[signal] }

    /// What each signal adds to the log-odds that the article and the nearest representative belong together; with the
    /// model's constant, and less what their dates take, they sum to those.
    package func contributions(_ model: StoryModel) -> [(signal: Signal, value: Double, logOdds: Double)] {
        Signal.allCases.map { ($0, self[$0], self[$0] * model.weights[$0.rawValue]) }
    }
}
