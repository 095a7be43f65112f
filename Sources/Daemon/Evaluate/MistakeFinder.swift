import Journal
import Stories

/// Finds a run's worst mistakes and what they rest on.
struct MistakeFinder {
    let collection: LabelledCollection
    let run: EvaluationRun
    let settings: EngineSettings
    let model: StoryModel

    init(_ collection: LabelledCollection, _ run: EvaluationRun, _ settings: EngineSettings, _ model: StoryModel) {
        self.collection = collection
        self.run = run
        self.settings = settings
        self.model = model
    }

    /// Articles of one group that are in the same part of another grouping.
    private struct Part {
        let part: Int
        var articles: [Int]
    }

    func wrongMerges(most: Int) -> [Mistake] {
        let labels = collection.entries.map(\.label)
        return worst(groups: run.stories, within: labels, most).map { story, parts in
            let named = parts.prefix(4).map { part in
                "\(part.articles.count) of “\(collection.labels[part.part].cleaned(limit: 60))” (\(title(part.articles[0])))"
            }
            let evidence = parts.dropFirst().prefix(2).flatMap { gluing(story, label: $0.part) }
            return Mistake(
                summary: "one story of \(named.joined(separator: ", "))\(Self.more(parts.count - 4))",
                evidence: evidence)
        }
    }

    func splits(most: Int) -> [Mistake] {
        let labels = collection.entries.map(\.label)
        return worst(groups: labels, within: run.stories, most).map { label, parts in
            let named = parts.prefix(4).map { "\($0.articles.count) (\(title($0.articles[0])))" }
            let name = collection.labels[label].cleaned(limit: 60)
            return Mistake(
                summary: "“\(name)” in \(parts.count) stories: \(named.joined(separator: ", "))"
                    + Self.more(parts.count - 4),
                evidence: lacking(parts[0].articles, parts[1].articles))
        }
    }

    private func worst(groups: [Int], within parts: [Int], _ most: Int) -> [(group: Int, parts: [Part])] {
        var found: [Int: [Part]] = [:]
        for index in groups.indices {
            var list = found[groups[index], default: []]
            if let known = list.firstIndex(where: { $0.part == parts[index] }) {
                list[known].articles.append(index)
            } else {
                list.append(Part(part: parts[index], articles: [index]))
            }
            found[groups[index]] = list
        }
        return
            found.map { group, list in
                (group: group, parts: list.sorted { ($1.articles.count, $0.part) < ($0.articles.count, $1.part) })
            }
            .map {
                (group: $0.group, parts: $0.parts, wrong: $0.parts.dropFirst().reduce(0) { $0 + $1.articles.count })
            }
            .filter { $0.wrong > 0 }
            .sorted { ($1.wrong, $0.group) < ($0.wrong, $1.group) }
            .prefix(most)
            .map { ($0.group, $0.parts) }
    }

    private static func more(_ count: Int) -> String { count > 0 ? " and \(count) more" : "" }

    // MARK: - Wrong merges

    /// What brought a label into a story of others: the merge of most articles, else the first article that joined.
    private func gluing(_ story: Int, label: Int) -> [String] {
        let events = run.glue.filter {
            ($0.label == label || $0.into == label) && run.engine.survivor(of: $0.story) == Int64(story)
        }
        let merges = events.filter { $0.absorbed != nil }
        guard
            let event = merges.max(by: { ($0.articles, $1.step) < ($1.articles, $0.step) })
                ?? events.first(where: { $0.label == label }) ?? events.first
        else { return [] }
        let step = run.steps[event.step]
        let assignment = step.decision.assignment
        let article = title(step.article)
        var lines: [String] = []
        if let original = assignment.duplicateOf {
            let similarity = EvidenceText.two(assignment.similarity ?? 1)
            let containment = EvidenceText.two(assignment.containment ?? 1)
            lines.append(
                "\(article) came as \(assignment.outcome.rawValue) of \(title(at: original)): similarity "
                    + "\(similarity), containment \(containment)")
            return lines
        }
        let scores = event.evidence.map { "at \(EvidenceText.two(model.probability($0.score)))" } ?? "unscored"
        if event.absorbed != nil {
            lines.append("\(article) brought both together, the second \(scores): \(event.articles) articles merged")
        } else {
            lines.append("\(article) joined \(scores)")
        }
        if let evidence = event.evidence { lines.append(EvidenceText.contributions(evidence, model)) }
        for side in [event.story, event.absorbed].compactMap({ $0 }) {
            lines += nearest(step.article, among: members(of: side, before: event.step))
        }
        return lines
    }

    /// The articles a story had before a step.
    private func members(of wanted: Int64, before end: Int) -> [Int] {
        var absorbed: [Int64: Int64] = [:]
        var stories: [Int64] = []
        for step in run.steps[..<end] {
            let assignment = step.decision.assignment
            stories.append(assignment.story)
            for merge in assignment.merges { absorbed[merge.absorbed] = merge.survivor }
            for move in assignment.moves {
                for article in move.articles { stories[Int(article) - 1] = move.to }
            }
        }
        return zip(run.steps, stories).filter { _, story in
            var current = story
            while let next = absorbed[current] { current = next }
            return current == wanted
        }.map(\.0.article)
    }

    // MARK: - Splits

    /// The best comparison between two parts of one label, and what it lacked.
    private func lacking(_ left: [Int], _ right: [Int]) -> [String] {
        var best: (step: EvaluationRun.Step, evidence: StoryEvidence)?
        for (articles, others) in [(Set(left), right), (Set(right), left)] {
            guard let other = others.first.map({ Int64(run.stories[$0]) }) else { continue }
            for step in run.steps where articles.contains(step.article) {
                for evidence in step.decision.evidence where run.engine.survivor(of: evidence.story) == other {
                    if best == nil || evidence.score > best?.evidence.score ?? .min { best = (step, evidence) }
                }
            }
        }
        guard let best else { return ["the two largest were never compared: other stories shared more each time"] }
        let probability = model.probability(best.evidence.score)
        let went = best.step.decision.evidence.first
        let joined = best.step.decision.assignment.outcome == .sameStory && went?.story != best.evidence.story
        let threshold = joined ? settings.mergeAt : settings.joinAt
        let short = StoryModel.logOdds(model.score(probability: threshold) - best.evidence.score)
        var line =
            "best between the two largest: \(title(best.step.article)) at \(EvidenceText.two(probability)); "
            + (joined
                ? "it joined another at \(EvidenceText.two(went.map { model.probability($0.score) } ?? 0)), and " : "")
            + "stories \(joined ? "merge" : "are joined") at \(EvidenceText.two(threshold))"
        if short > 0 { line += ", \(EvidenceText.two(short)) log-odds more" }
        var lines = [line, EvidenceText.contributions(best.evidence, model)]
        let missing = best.evidence.contributions(model)
            .map {
                (
                    signal: $0.signal, value: $0.value,
                    lack: (run.usual[$0.signal.rawValue] - $0.value) * model.weights[$0.signal.rawValue]
                )
            }
            .filter { $0.lack > 0 }
            .sorted { $0.lack > $1.lack }
            .prefix(3)
            .map {
                "\($0.signal.title) \(EvidenceText.two($0.value)), usually \(EvidenceText.two(run.usual[$0.signal.rawValue]))"
            }
        if !missing.isEmpty { lines.append("lacking: \(missing.joined(separator: "; "))") }
        let other = Set(left).contains(best.step.article) ? right : left
        return lines + nearest(best.step.article, among: other)
    }

    // MARK: - Words

    /// The article of some that shares most with another, and what.
    private func nearest(_ article: Int, among others: [Int]) -> [String] {
        let features = collection.entries[article].submission.features
        var best: (article: Int, rarity: Double)?
        for other in others {
            let rarity = run.engine.sharedRarity(features, collection.entries[other].submission.features)
            if rarity > best?.rarity ?? 0 { best = (other, rarity) }
        }
        guard let best else { return [] }
        let ground = CommonGround(text(article), text(best.article), engine: run.engine, most: 5)
        return ["nearest to it \(title(best.article)): \(EvidenceText.shared(ground))"]
    }

    private func text(_ article: Int) -> ReadText {
        let entry = collection.entries[article]
        return ReadText(title: entry.title, text: entry.text, features: entry.submission.features)
    }

    private func title(_ article: Int) -> String { "“\(collection.entries[article].title.cleaned(limit: 60))”" }

    /// The title of an article by the engine's number.
    private func title(at number: Int64) -> String {
        run.steps.indices.contains(Int(number) - 1) ? title(run.steps[Int(number) - 1].article) : "another"
    }
}
