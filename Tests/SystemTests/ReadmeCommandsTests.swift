import Foundation
import Testing

extension SystemTests {
    @Suite("the README's commands")
    struct ReadmeCommands {
        /// A command of the README, and the words in it that stand for something.
        struct Example {
            let line: String
            /// Whether it goes on until it is stopped.
            var isFollowing: Bool { line.hasPrefix("journalctl -f") }
        }

        /// Every call of storyd and journalctl in the README and in docs/journal.md: in code blocks and in tables.
        static func examples() throws -> [Example] {
            var examples: [Example] = []
            for name in ["README.md", "docs/journal.md"] {
                let text = try String(contentsOf: Host.checkout.appending(path: name), encoding: .utf8)
                var fence: Substring?
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    if line.hasPrefix("```") {
                        fence = fence == nil ? line.dropFirst(3) : nil
                        continue
                    }
                    let commands: [String]
                    if fence == "sh" {
                        commands = [line.split(separator: " #", maxSplits: 1).first.map(String.init) ?? ""]
                    } else if fence == nil, line.hasPrefix("|") {
                        let row = line.replacing("\\|", with: "\u{1}")
                        commands = row.matches(of: /`((?:storyd [a-z-]+|journalctl) [^`]*)`/).map {
                            String($0.output.1).replacing("\u{1}", with: "|")
                        }
                    } else {
                        continue
                    }
                    for command in commands {
                        let command = command.trimmingCharacters(in: .whitespaces)
                        let runs = command.contains(#/(^|\| )(storyd|journalctl) /#)
                        // Not while the service runs: those that need its ledger. And none with a capital placeholder.
                        guard runs, !command.contains("FILE"), !command.contains("/var/lib/storyd/ledger") else {
                            continue
                        }
                        examples.append(Example(line: command))
                    }
                }
            }
            return examples
        }

        @Test("each of them does what it says, in the order of the page", .timeLimit(.minutes(4)))
        func run() async throws {
            let examples = try Self.examples()
            #expect(examples.count > 30)
            try await Storyd.run { storyd in
                let process = try await storyd.mainProcess()
                let container = storyd.container
                for (fixture, name) in [
                    ("ferry-agency.txt", "hill.txt"), ("ferry-islander.txt", "islander.txt"),
                    ("ferry-inquiry.txt", "inquiry.txt"), ("orchestra.txt", "orchestra.txt"),
                ] {
                    try storyd.drop(try Host.fixture(fixture), as: name)
                    _ = try await storyd.decisions(on: name)
                }
                var generator = ArticleGenerator(seed: 9)
                try storyd.drop(Array(generator.next(0).utf8), as: "wire-9.txt")
                try storyd.drop([0, 1, 2, 3], as: "notes.txt")
                let decided = try await storyd.decisions(
                    on: "hill.txt", "inquiry.txt", "orchestra.txt", "wire-9.txt", "notes.txt")
                let ferry = try #require(decided[0].story)
                let orchestra = try #require(decided[2].story)
                // What the examples speak of, and what it is here.
                let here: [(String, String)] = [
                    ("7k3m9q2x", String(ferry.prefix(8))), ("2c8f0d1b", String(orchestra.prefix(8))),
                    ("dx15k6kp0a3fm", ferry), ("STORY_ID=…", "STORY_ID=\(ferry)"),
                    (" 17", " \(try #require(decided[1]["ARTICLE_ID"]))"),
                    ("/var/lib/mine/cursor", "/tmp/readme/cursor"),
                    ("/etc/storyd/feeds.yaml", "/etc/storyd/storyd.yaml"),
                ]
                let labelled = (1...12).map { number in
                    "{\"id\": \"\(number)\", \"story\": \"s\(number % 3)\", \"text\": \"\(generator.next(number).replacing("\n", with: " ").replacing("\"", with: ""))\"}"
                }.joined(separator: "\n")
                try container.write(labelled, to: "/tmp/readme/labelled.jsonl")
                try await container.script(
                    """
                    mkdir -p /tmp/readme/articles /srv/archive/2014 /var/backups
                    cd /tmp/readme
                    cp \(Storyd.checkout)/Tests/SystemTests/Fixtures/ferry-inquiry.txt other.txt
                    cp other.txt /srv/archive/2014/
                    printf '<html><title>A page</title><p>%s</p></html>' "$(cat other.txt)" > articles/page.html
                    for name in archive fnc-dev ecb-dev; do gzip -c labelled.jsonl > $name.jsonl.gz; done
                    command -v jq > /dev/null || { printf '#!/bin/sh\\ncat\\n' > /usr/local/bin/jq; chmod +x /usr/local/bin/jq; }
                    """)
                for example in examples {
                    var line = example.line
                    for (there, value) in here { line = line.replacing(there, with: value) }
                    let text = example.isFollowing ? "timeout -s KILL 1 \(line) || test $? = 137" : line
                    let result = try await container.run("bash", "-c", "cd /tmp/readme && \(text)")
                    #expect(result.status == 0, "\(example.line)\nas: \(line)\n\(result.text)\n\(result.complaint)")
                    let isSilent =
                        line.contains(">") || line.contains("backup") || line.contains("report") || example.isFollowing
                        || line.contains("-p warning") || line.contains("cursor")
                    #expect(isSilent || !result.output.isEmpty, "\(example.line) says nothing")
                }
                // What they did: the stories are one, an article left it, and the refused file was refused again.
                #expect(try await storyd.mainProcess() == process)
                let corrected = try await storyd.decisions().filter { $0["CORRECTED_BY"] == "root" }
                #expect(corrected.contains { $0.outcome == "merged" })
                #expect(corrected.count { $0.outcome == "moved" } >= 3)
                try await eventually("the refused file is read again") {
                    try await storyd.decisions().count { $0.file == "notes.txt" } == 2
                }
                #expect(try await container.script("head -c 15 /tmp/readme/report.html") == "<!doctype html>")
                #expect(try await storyd.journal("REPLAYED=1").count >= 10)
                let asked = try await storyd.journal().filter { $0.message.hasPrefix("control: merge") }
                #expect(asked.count == 1 && asked[0].message.contains("asked by root, process "))
            }
        }
    }
}
