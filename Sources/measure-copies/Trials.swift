import Articles

/// What is measured, each trial by itself and the same every time.
enum Trials {
    /// All texts of a collection as they are.
    static func allPairs(_ articles: [Article]) -> Trial.Result {
        var trial = Trial()
        for (place, article) in articles.enumerated() { trial.add(text(article, place)) }
        return trial.result
    }

    /// Texts of a collection, each followed sooner or later by an edited copy.
    static func edited(_ articles: [Article], most: Int, seed: UInt64) -> [(CopyMaker.Edit, Trial.Result)] {
        var random = SplitMix64(state: seed)
        let sample = Array(articles.enumerated().shuffled(using: &random).prefix(most))
        let filler = sample.flatMap { CopyMaker.sentences($0.element.text) }
        return CopyMaker.Edit.allCases.map { edit in
            var trial = Trial()
            var maker = CopyMaker(random: random)
            for (place, article) in sample { trial.add(text(article, place)) }
            let before = trial.result
            for (place, article) in sample {
                var copy = text(article, place)
                copy.name += " \(edit.rawValue)"
                copy.body = maker.copy(of: article.text, edit, filler: filler)
                if Bool.random(using: &maker.random) { copy.title = "" }
                trial.add(copy)
            }
            return (edit, trial.result.since(before))
        }
    }

    /// Texts as long as books, of which only a sample of the phrases is kept, each followed by an edited copy.
    static func books(_ articles: [Article], seed: UInt64) -> Trial.Result {
        var trial = Trial()
        var maker = CopyMaker(random: SplitMix64(state: seed))
        let filler = articles.prefix(500).flatMap { CopyMaker.sentences($0.text) }
        let edits = CopyMaker.Edit.allCases.filter { $0 != .rewrapped }
        for number in 0..<42 {
            let chapters = (0..<Int.random(in: 50...500, using: &maker.random)).compactMap { _ in
                articles.randomElement(using: &maker.random)
            }
            var book = TrialText(name: "book \(number)", body: chapters.map(\.text).joined(separator: "\n"))
            trial.add(book)
            let edit = edits[number % edits.count]
            book.name += " \(edit.rawValue)"
            book.body = maker.copy(of: book.body, edit, filler: filler)
            trial.add(book)
        }
        return trial.result
    }

    /// Reports by template. By the definition some of them may be copies; nobody would call them so.
    static func templates(count: Int, seed: UInt64) -> [(TemplateMaker.Kind, Trial.Result)] {
        TemplateMaker.Kind.allCases.map { kind in
            var trial = Trial()
            var maker = TemplateMaker(random: SplitMix64(state: seed))
            for number in 0..<count {
                let report = maker.report(kind)
                trial.add(TrialText(name: "\(kind.rawValue) \(number)", title: report.title, body: report.body))
            }
            return (kind, trial.result)
        }
    }

    /// Edited copies of a few reports among a thousand of the same template.
    static func copiesAmongTemplates(count: Int, seed: UInt64) -> Trial.Result {
        var trial = Trial()
        var maker = TemplateMaker(random: SplitMix64(state: seed))
        var copies = CopyMaker(random: SplitMix64(state: seed))
        let kinds: [TemplateMaker.Kind] = [.earnings, .shares, .weather, .appointment]
        let reports = (0..<count).map { maker.report(kinds[$0 % kinds.count]) }
        for (number, report) in reports.enumerated() {
            trial.add(TrialText(name: "report \(number)", title: report.title, body: report.body))
        }
        let before = trial.result
        for (number, report) in reports.enumerated() where number % 10 == 0 {
            let edit: CopyMaker.Edit = number % 20 == 0 ? .cutToHalf : .changed
            let body = copies.copy(of: report.body, edit, filler: ["This is what was known when it went to press."])
            trial.add(TrialText(name: "copy \(number) \(edit.rawValue)", title: report.title, body: body))
        }
        return trial.result.since(before)
    }

    private static func text(_ article: Article, _ place: Int) -> TrialText {
        TrialText(name: article.identifier ?? "#\(place + 1)", title: article.title, body: article.text)
    }
}

extension Trial.Result {
    /// What came after an earlier state.
    func since(_ earlier: Self) -> Self {
        var result = self
        result.copies -= earlier.copies
        result.found -= earlier.found
        result.calls -= earlier.calls
        result.wrong -= earlier.wrong
        result.examples.removeFirst(earlier.examples.count)
        return result
    }
}
