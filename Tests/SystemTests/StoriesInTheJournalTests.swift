import Foundation
import Testing

extension SystemTests {
    @Suite("stories in the journal")
    struct StoriesInTheJournal {
        @Test("three reports of one event are one story in each of six orders", .timeLimit(.minutes(5)))
        func oneStoryInEachOrder() async throws {
            let reports = try ["ferry-agency.txt", "ferry-islander.txt", "ferry-inquiry.txt"].map {
                (name: $0, text: try Host.fixture($0))
            }
            try await Storyd.run { storyd in
                for order in permutations(reports) { try await expectOneStory(of: order, storyd) }
            }
        }

        @Test(
            "the three seeds are one story in each of six orders", .timeLimit(.minutes(5)),
            .enabled(if: Host.seeds?.count == 3, "the seeds are no part of the project and are not here"))
        func oneStoryOfTheSeeds() async throws {
            let reports = try (Host.seeds ?? []).map {
                (name: $0.lastPathComponent, text: [UInt8](try Data(contentsOf: $0)))
            }
            try await Storyd.run { storyd in
                for order in permutations(reports) { try await expectOneStory(of: order, storyd) }
            }
        }

        /// Drops one file after the other, looks at what `journalctl` tells of their story, and forgets it all.
        private func expectOneStory(of files: [(name: String, text: [UInt8])], _ storyd: Storyd) async throws {
            let order = Comment(rawValue: files.map(\.name).joined(separator: ", "))
            for file in files {
                try storyd.drop(file.text, as: file.name)
                _ = try await storyd.decisions(on: file.name)
            }
            let decisions = try await storyd.decisions()
            #expect(decisions.first?.outcome == "new-story", order)
            let stories = currentStories(of: decisions)
            #expect(Set(stories.keys) == Set(files.map(\.name)), order)
            let story = try #require(stories.values.first)
            #expect(stories.values.allSatisfy { $0 == story }, "\(order): \(stories)")
            let told = try await storyd.journal("STORY_ID=\(story)")
            #expect(Set(told.compactMap(\.file)) == Set(files.map(\.name)), order)
            #expect(told.compactMap { $0["STORY_SIZE"].flatMap { Int($0) } }.max() == 3, order)
            try await storyd.reset()
        }

        /// Each file's story: an article's last entry counts.
        private func currentStories(of decisions: [JournalEntry]) -> [String: String] {
            var stories: [String: String] = [:]
            for entry in decisions {
                if let file = entry.file, let story = entry.story { stories[file] = story }
            }
            return stories
        }

        @Test("copies, the same text in another frame and another event are told apart", .timeLimit(.minutes(2)))
        func outcomes() async throws {
            let report = try Host.fixture("ferry-agency.txt")
            let header = Array(
                "This report first appeared on Tuesday in the evening edition of the Anselm Evening Post.\n\n".utf8)
            let footer = Array(
                "\n\nThe Evening Post prints tide tables for all islands every weekend, with a map of the ferries.\n"
                    .utf8)
            try await Storyd.run { storyd in
                try storyd.drop(report, as: "agency.txt")
                let first = try await storyd.decisions(on: "agency.txt")[0]
                try storyd.drop(report, as: "copy.txt")
                let copy = try await storyd.decisions(on: "copy.txt")[0]
                try storyd.drop(header + report + footer, as: "framed.txt")
                let framed = try await storyd.decisions(on: "framed.txt")[0]
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                let other = try await storyd.decisions(on: "orchestra.txt")[0]

                #expect(first.outcome == "new-story")
                #expect(
                    first["ARTICLE_TITLE"] == "Ferry Maren Tolvik runs aground off Skarvholm with 214 people on board")
                #expect(copy.outcome == "exact-duplicate")
                #expect(framed.outcome == "near-duplicate")
                #expect(other.outcome == "new-story")
                for duplicate in [copy, framed] {
                    #expect(duplicate.story == first.story)
                    #expect(duplicate["DUPLICATE_OF"] == first.article)
                    #expect(duplicate["DUPLICATE_FILE"] == "agency.txt")
                }
                #expect(other.story != first.story)

                let story = try #require(first.story)
                let members = try await storyd.journal("STORY_ID=\(story)")
                #expect(members.map(\.file) == ["agency.txt", "copy.txt", "framed.txt"])
                let frontPage = try await storyd.journal("OUTCOME=new-story")
                #expect(frontPage.map(\.file) == ["agency.txt", "orchestra.txt"])
                for entry in members + frontPage {
                    #expect(entry["MESSAGE_ID"]?.count == 32)
                    #expect(entry["SYSLOG_IDENTIFIER"] == "storyd")
                    #expect(entry["PRIORITY"] == "6")
                    #expect(entry["LEDGER_ID"] == first["LEDGER_ID"])
                }
                let explained = try await storyd.container.script(
                    "journalctl -u storyd STORY_ID=\(story) -x --no-pager -q")
                #expect(explained.contains("Subject:"))
                #expect(explained.contains("Defined-By: storyd"))
            }
        }

        @Test(
            "a member of the group drops files, and reads neither the ledger nor the archive", .timeLimit(.minutes(2)))
        func writers() async throws {
            try await Storyd.run { storyd in
                try await storyd.container.script(
                    """
                    useradd --groups storyd writer
                    install -m 0644 \(Storyd.checkout)/Tests/SystemTests/Fixtures/orchestra.txt /tmp/orchestra.txt
                    runuser -u writer -- cp /tmp/orchestra.txt \(Storyd.incoming)/copied.txt
                    """)
                let decision = try await storyd.decisions(on: "copied.txt")[0]
                #expect(decision.outcome == "new-story")
                try await eventually("the file is archived") {
                    try await storyd.files(below: Storyd.spool + "/archive").count == 1
                }
                let forbidden = [
                    "cat /var/lib/storyd/ledger.sqlite", "ls /var/lib/storyd", "ls \(Storyd.spool)/archive",
                    "ls \(Storyd.spool)/work", "touch \(Storyd.spool)/rejected/x",
                    "mv \(Storyd.incoming) \(Storyd.spool)/elsewhere",
                ]
                for command in forbidden {
                    let result = try await storyd.container.run("runuser", "-u", "writer", "--", "sh", "-c", command)
                    #expect(result.status != 0, "\(command): \(result.text)")
                }
            }
        }

        @Test(
            "a member of storyd-admin asks and corrects through the daemon without reading the ledger; others are told why not",
            .timeLimit(.minutes(2)))
        func askers() async throws {
            try await Storyd.run { storyd in
                try await storyd.container.script(
                    """
                    useradd --groups storyd-admin asker
                    useradd stranger
                    cp \(Storyd.checkout)/Tests/SystemTests/Fixtures/orchestra.txt \(Storyd.incoming)/orchestra.txt
                    cp \(Storyd.checkout)/Tests/SystemTests/Fixtures/ferry-agency.txt \(Storyd.incoming)/ferry.txt
                    """)
                let ferry = try #require(try await storyd.decisions(on: "ferry.txt")[0].story)
                _ = try await storyd.decisions(on: "orchestra.txt")
                func ask(_ user: String, _ words: String...) async throws -> Command.Result {
                    try await storyd.container.run(
                        "runuser", "-u", user, "--", "sh", "-c", words.joined(separator: " "))
                }
                #expect(try await ask("asker", "cat /var/lib/storyd/ledger.sqlite").status != 0)
                for question in [
                    "storyd stories", "storyd stories --json", "storyd article ferry.txt", "storyd search reef",
                ] {
                    let (own, roots) = (try await ask("asker", question), try await ask("root", question))
                    #expect(
                        own.status == 0 && own.text == roots.text && !own.text.isEmpty, "\(question): \(own.complaint)")
                    let refused = try await ask("stranger", question)
                    #expect(refused.status == 77 && refused.complaint.contains("storyd-admin"), "\(question)")
                }
                #expect(try await ask("stranger", "storyd move orchestra.txt", ferry).status != 0)
                let moved = try await ask("asker", "storyd move orchestra.txt", ferry)
                #expect(moved.status == 0, "\(moved.complaint)")
                try await eventually("the journal tells who moved it") {
                    let entries = try await storyd.container.run(
                        "journalctl", "-u", "storyd", "OUTCOME=moved", "-o", "json")
                    return entries.text.contains("\"CORRECTED_BY\":\"asker\"")
                }
            }
        }
    }
}
