import Foundation
import Ledger

/// One page that says what happened in a span of time, whole in itself: no script, nothing from elsewhere.
struct ReportPage {
    let ledger: Ledger
    /// Seconds since 1970.
    let from, to: Int64
    /// Stories shown at most, and articles of each.
    let stories: Int
    static let articlesOfStory = 200
    /// Articles of a story that are not folded away.
    private static let openArticles = 6
    private static let refusals = 500

    private(set) var html = ""

    init(_ ledger: Ledger, from: Int64, to: Int64, stories: Int) throws {
        self.ledger = ledger
        self.from = from
        self.to = to
        self.stories = stories
        try write()
    }

    private mutating func write() throws {
        let shown = try ledger.stories(StoryQuery(since: from, order: .size, limit: stories + 1))
        let refused = try ledger.refusals(since: from, limit: Self.refusals)
        var times: [Int64] = []
        var copies = 0
        try ledger.forEachListing(since: from) {
            times.append($0.article.arrivedAt)
            if $0.membership.duplicateOf != nil { copies += 1 }
        }
        let start = from == .min ? times.min() ?? to : from
        let span = "\(Moment.local(start)) to \(Moment.local(to))"
        html += """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <title>Stories, \(span.html)</title>
            <style>\(reportStyle)</style>
            </head>
            <body>
            <a class="skip" href="#stories">To the stories</a>
            <header>
            <h1>Stories</h1>
            <p class="dim">\(span.html)</p>
            <p>\(times.count) articles, \(copies) of them copies, in \(min(shown.count, stories))\(shown.count > stories ? " and more" : "") stories; \
            <a href="#refused">\(refused.count)\(refused.count == Self.refusals ? " or more" : "") refused</a>.</p>

            """
        let timeline = ReportTimeline(from: start, to: to)
        if !times.isEmpty {
            html += timeline.bars(times)
            html += "<div class=\"ends dim\"><span>\(time(start))</span><span>\(time(to))</span></div>\n"
        }
        html += "</header>\n<main>\n<h2 id=\"stories\">By size</h2>\n"
        if shown.isEmpty { html += "<p>No article came in this time.</p>\n" }
        for story in shown.prefix(stories) { try write(story, timeline) }
        if shown.count > stories {
            html += "<p class=\"dim\">Smaller stories are left out; --limit shows more.</p>\n"
        }
        html += "<h2 id=\"refused\">Refused</h2>\n"
        write(refused)
        html += "</main>\n</body>\n</html>\n"
    }

    private mutating func write(_ story: StoryRecord, _ timeline: ReportTimeline) throws {
        let members = try ledger.listing(ofStory: story.number)
        let title = try story.title.isEmpty ? opening(of: story.founder) ?? "Untitled" : story.title.shown
        let copies = members.count { $0.membership.duplicateOf != nil }
        let sources = Dictionary(grouping: members.compactMap { Self.source($0.article) }, by: { $0 })
            .map { (name: $0.key, count: $0.value.count) }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        html += """
            <section class="story" aria-labelledby="s-\(story.id.html)">
            <div class="head"><span class="size" title="articles">\(members.count)</span>
            <h3 id="s-\(story.id.html)" dir="auto">\(title.html)</h3></div>
            <p class="facts"><code>\(story.id.html)</code> · \(time(story.openedAt)) to \(time(story.lastArrival)) · \
            \(Self.counted(members.count - copies, "report", "reports")), \(Self.counted(copies, "copy", "copies"))</p>

            """
        if !sources.isEmpty {
            let names = sources.prefix(12).map { "<bdi>\($0.name.html)</bdi>" + ($0.count > 1 ? " (\($0.count))" : "") }
            let rest = sources.count > 12 ? " and \(sources.count - 12) more" : ""
            html += "<p class=\"facts\">Sources: \(names.joined(separator: ", "))\(rest)</p>\n"
        }
        html += timeline.dots(members.map { ($0.article.arrivedAt, $0.membership.duplicateOf != nil) }) + "\n"
        html += "<ol class=\"articles\">\n"
        let groups = MemberGroups(members)
        let list = groups.originals.prefix(Self.articlesOfStory)
        let fold = list.count > Self.openArticles + 2 ? Self.openArticles : list.count
        for (count, place) in list.enumerated() {
            if count == fold {
                html +=
                    "</ol><details><summary>\(Self.counted(list.count - fold, "more report", "more reports"))</summary>"
                html += "<ol class=\"articles\">\n"
            }
            html += "<li>"
            try write(members[place].article)
            try write(copies: (groups.copiesOf[place] ?? []).map { members[$0] }, of: members[place].article.id)
            html += "</li>\n"
        }
        if groups.originals.count > list.count {
            html += "<li class=\"dim\">and \(groups.originals.count - list.count) that are not shown</li>\n"
        }
        html += fold < list.count ? "</ol></details>\n</section>\n" : "</ol>\n</section>\n"
    }

    private mutating func write(_ article: ArticleRecord) throws {
        let title = try article.title.isEmpty ? opening(of: article.id) ?? article.file : article.title.shown
        let link = article.url?.webAddress
        html +=
            link.map { "<a href=\"\($0)\" rel=\"noreferrer nofollow\" dir=\"auto\">\(title.html)</a>" }
            ?? "<span dir=\"auto\">\(title.html)</span>"
        let facts = [
            Self.source(article).map { "<bdi>\($0.html)</bdi>" }, time(article.arrivedAt),
            "<code>\(article.file.html)</code>",
        ]
        html += "<p class=\"facts\">\(facts.compactMap(\.self).joined(separator: " · "))</p>"
    }

    /// Copies, folded under their original.
    private mutating func write(copies: [ArticleListing], of original: Int64) throws {
        guard !copies.isEmpty else { return }
        html += "<details><summary>\(Self.counted(copies.count, "copy", "copies"))</summary><ul>"
        for copy in copies.prefix(Self.articlesOfStory) {
            let of = copy.membership.duplicateOf ?? original
            html += "<li>"
            try write(copy.article)
            html += "<p class=\"facts\">\(copy.membership.outcome.html)"
            if let share = copy.membership.similarity, let contained = copy.membership.containment {
                html += ", \(Self.percent(share)) similar, \(Self.percent(contained)) of the shorter text in the longer"
            }
            html += "</p>"
            if copy.membership.outcome != "exact-duplicate" { try writeDifference(of: copy.article.id, from: of) }
            html += "</li>"
        }
        html += "</ul></details>"
    }

    private mutating func writeDifference(of copy: Int64, from original: Int64) throws {
        guard let old = try ledger.article(original)?.0.text, let new = try ledger.article(copy)?.0.text else {
            html += "<p class=\"dim\">The texts were not kept.</p>"
            return
        }
        let difference = WordDifference(original: old, copy: new)
        html += "<div class=\"difference\" dir=\"auto\">"
        for (place, run) in difference.runs.enumerated() {
            switch run {
            case .common(let words):
                html += Self.folded(words, isFirst: place == 0, isLast: place == difference.runs.count - 1).html + " "
            case .onlyInOriginal(let words): html += "<del>\(words.joined(separator: " ").html)</del> "
            case .onlyInCopy(let words): html += "<ins>\(words.joined(separator: " ").html)</ins> "
            }
        }
        if difference.changes == 0 { html += "<span class=\"dim\">The same words.</span>" }
        if difference.isCut {
            html += "<span class=\"dim\">Compared up to \(WordDifference.limit) words.</span>"
        }
        html += "</div>"
    }

    /// What both texts have, but for some words beside what differs.
    private static func folded(_ words: [Substring], isFirst: Bool, isLast: Bool) -> String {
        let (head, tail) = (isFirst ? 0 : 10, isLast ? 0 : 10)
        guard words.count > head + tail + 4 else { return words.joined(separator: " ") }
        return (words.prefix(head) + ["…"] + words.suffix(tail)).joined(separator: " ")
    }

    private mutating func write(_ refused: [(decision: DecisionRecord, name: [UInt8])]) {
        guard !refused.isEmpty else {
            html += "<p>No file was refused in this time.</p>\n"
            return
        }
        html += "<table><thead><tr><th>When</th><th>File</th><th>Why</th></tr></thead><tbody>\n"
        for (decision, name) in refused {
            let position = (decision.position ?? 0) > 0 ? "#\(decision.position ?? 0)" : ""
            html += """
                <tr><td>\(time(decision.decidedAt))</td><td><code>\(String(decoding: name, as: UTF8.self).html)\(position)</code></td>\
                <td>\((decision.reason ?? "").html)</td></tr>

                """
        }
        html += "</tbody></table>\n"
    }

    /// The first words of an article that has no headline.
    private func opening(of article: Int64) throws -> String? {
        guard let text = try ledger.article(article)?.0.text else { return nil }
        let words = text.prefix(2000).split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.prefix(12).joined(separator: " ") + (words.count > 12 ? " …" : "")
    }

    private func time(_ seconds: Int64) -> String {
        "<time datetime=\"\(Moment.text(seconds).html)\">\(Moment.local(seconds).html)</time>"
    }

    /// The outlet, else the host of the address.
    private static func source(_ article: ArticleRecord) -> String? {
        if let source = article.source, !source.isEmpty { return source }
        return article.url.flatMap { URL(string: $0)?.host() }
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
