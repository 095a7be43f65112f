import ArgumentParser
import Daemon
import Ledger

/// `storyd story`
struct Story: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one story: its articles in the order they came, copies under their originals.",
        discussion: "An id may be shortened while it is unambiguous; the id of a merged story shows its survivor.")

    @OptionGroup var options: LedgerOptions

    @Argument(help: "The story's id, or its beginning.")
    var id: String

    func run() async throws {
        let found = try await options.ask(.story(id: id)) {
            if case .story(let found) = $0 { .some(found) } else { nil }
        }
        guard let found else {
            printError("storyd: there is no story \(id)")
            throw ExitCode(1)
        }
        if options.json {
            return try printJSON(
                Answer(
                    story: StoryAnswer(found.story), follows: found.follows, followedBy: found.followedBy,
                    articles: found.members.map(ArticleAnswer.init)))
        }
        let links = [("follows", found.follows.map { [$0] } ?? []), ("followed by", found.followedBy)]
        show(found.story, links, found.members, .output)
    }

    private struct Answer: Encodable {
        var story: StoryAnswer
        var follows: String?
        var followedBy: [String]
        var articles: [ArticleAnswer]
    }

    private func show(
        _ story: StoryRecord, _ links: [(String, [String])], _ members: [ArticleListing], _ terminal: Terminal
    ) {
        print(terminal.styled(story.title.shown, .bold))
        let copies = members.count { $0.membership.duplicateOf != nil }
        let sources = Set(members.compactMap(\.article.source)).sorted()
        print("\(story.id)  \(members.count) articles, \(copies) of them copies")
        let end = story.closedBy == nil ? "" : ", closed"
        print("\(Moment.local(story.openedAt)) to \(Moment.local(story.lastArrival))\(end)")
        if !sources.isEmpty { print("sources: \(sources.map(\.shown).joined(separator: ", "))") }
        for (name, ids) in links where !ids.isEmpty { print("\(name) \(ids.joined(separator: ", "))") }
        print()
        let groups = MemberGroups(members)
        for place in groups.originals {
            print(line(members[place], terminal))
            for copy in groups.copiesOf[place] ?? [] { print(line(members[copy], terminal, indent: "    ")) }
        }
    }

    private func line(_ member: ArticleListing, _ terminal: Terminal, indent: String = "") -> String {
        let article = member.article
        let start = "\(indent)\(Moment.local(article.arrivedAt))  "
        let kind = member.membership.duplicateOf == nil ? "" : "\(member.membership.outcome)  "
        let title = kind.isEmpty ? "“\(article.title.shown)”  " : ""
        let rest = "\(kind)\(title)\(article.file.shown) (\(article.id))"
        let room = terminal.width.map { max(20, $0 - Terminal.columns(start)) } ?? .max
        let shown = Terminal.cut(rest, to: room)
        return start + (kind.isEmpty ? shown : terminal.styled(shown, .dim))
    }
}
