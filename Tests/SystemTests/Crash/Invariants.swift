import Foundation
import Testing

/// What was done to the process, and what came of it.
struct Findings: CustomStringConvertible {
    var kills = 0
    var files = 0
    /// System calls that were made to fail.
    var faults = 0
    var lost = 0
    var decidedTwice = 0
    var untold = 0
    /// Good files refused because they were in progress at too many kills.
    var suspected = 0

    var description: String {
        "\(files) files dropped, \(kills) kills survived, \(faults) faults injected, \(lost) files lost, "
            + "\(decidedTwice) duplicate decisions, \(untold) entries missing, \(suspected) files suspected"
    }

    mutating func add(_ other: Findings) {
        kills += other.kills
        files += other.files
        faults += other.faults
        lost += other.lost
        decidedTwice += other.decidedTwice
        untold += other.untold
        suspected += other.suspected
    }
}

/// What must hold once everything has come to rest, however often the process was killed before.
struct Invariants {
    let storyd: ForegroundStoryd
    let dropped: DroppedFiles
    let seed: UInt64
    /// Whether the entries that were sent are known, and not their lines alone.
    let knowsEntries: Bool

    func check(_ findings: inout Findings) async throws {
        try await checkDecisions(&findings)
        if knowsEntries { try await checkEntries(&findings) } else { try checkLines(&findings) }
        try checkFiles(&findings)
        try await checkReplay()
    }

    /// Every file is decided exactly once.
    private func checkDecisions(_ findings: inout Findings) async throws {
        let rows = try await storyd.query(
            """
            SELECT CAST(name AS TEXT), count(*), max(coalesce(decisions.reason, '') = 'crashed-the-reader') FROM claims
            JOIN decisions ON decisions.claim = claims.id GROUP BY claims.id
            """)
        var seen: Set<String> = []
        for row in rows {
            let fields = row.split(separator: "|").map(String.init)
            let file = try #require(dropped.files[fields[0]], "\(fields[0]) was never dropped, seed \(seed)")
            if !seen.insert(file.name).inserted { findings.decidedTwice += 1 }
            if fields[2] == "1" {
                findings.suspected += 1
            } else if Int(fields[1]) != file.decisions {
                findings.decidedTwice += 1
                Issue.record("\(file.name) has \(fields[1]) decisions, not \(file.decisions), seed \(seed)")
            }
        }
        let lost = Set(dropped.files.keys).subtracting(seen)
        findings.lost += lost.count
        #expect(lost.isEmpty, "never decided: \(lost.sorted().prefix(5)), seed \(seed)")
        #expect(findings.decidedTwice == 0, "seed \(seed)")
    }

    /// Every decision was told, and each time it was told the same.
    private func checkEntries(_ findings: inout Findings) async throws {
        var told: [String: Set<String>] = [:]
        for line in try String(contentsOf: storyd.entries, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t").filter { $0 != "REPLAYED=1" }
            guard let sequence = fields.first(where: { $0.hasPrefix("ASSIGNMENT_SEQ=") })?.split(separator: "=").last
            else { continue }
            told[String(sequence), default: []].insert(fields.joined(separator: "\t"))
        }
        let decided = Set(try await storyd.query("SELECT sequence FROM decisions"))
        let untold = decided.subtracting(told.keys)
        findings.untold += untold.count
        #expect(untold.isEmpty, "never told: \(untold.sorted().prefix(5)), seed \(seed)")
        #expect(Set(told.keys).isSubset(of: decided), "told, and not in the ledger, seed \(seed)")
        for (sequence, entries) in told where entries.count > 1 {
            Issue.record("\(sequence) was told in \(entries.count) ways, seed \(seed): \(entries)")
        }
    }

    /// Every article and every refusal was told in a line that names it.
    private func checkLines(_ findings: inout Findings) throws {
        var told: Set<String> = []
        for line in try storyd.said() where !line.hasPrefix("moved ") {
            // What is told stands behind the arrow; before it, what it copies.
            let subject = line.range(of: "← ").map { line[$0.upperBound...] } ?? line
            if let name = subject.firstMatch(of: /\(([0-9]+\.[a-z]+(?:#[0-9]+)?)\)/)
                ?? subject.firstMatch(
                    of: /(?:^|rejected )([0-9]+\.[a-z]+(?:#[0-9]+)?)[,:]/)
            {
                told.insert(String(name.output.1))
            }
        }
        let wanted = dropped.files.values.flatMap { file in
            file.decisions == 1 ? [file.name] : (1...file.decisions).map { "\(file.name)#\($0)" }
        }
        let untold = Set(wanted).subtracting(told)
        findings.untold += untold.count
        #expect(untold.isEmpty, "never told: \(untold.sorted().prefix(5)), seed \(seed)")
    }

    /// Every file is in one place, with the bytes it came with.
    private func checkFiles(_ findings: inout Findings) throws {
        #expect(try storyd.files(below: "incoming").isEmpty, "seed \(seed)")
        #expect(try storyd.files(below: "work").isEmpty, "seed \(seed)")
        let archived = try storyd.files(below: "archive").values.map { $0 }
        let rejected = try storyd.files(below: "rejected").values.filter { $0.pathExtension != "reason" }
        var left = dropped.files
        for url in archived + rejected {
            let name = String(url.lastPathComponent.drop { $0 != "-" }.dropFirst())
            guard let file = left.removeValue(forKey: name) else {
                Issue.record("\(url.lastPathComponent) is put away twice or was never dropped, seed \(seed)")
                continue
            }
            #expect(try Data(contentsOf: url) == Data(file.content), "\(name), seed \(seed)")
        }
        findings.lost += left.count
        #expect(left.isEmpty, "never put away: \(left.keys.sorted().prefix(5)), seed \(seed)")
    }

    /// The archive, decided again in order, gives every id and outcome bit for bit.
    private func checkReplay() async throws {
        let replayed = storyd.root.appending(path: "replayed.sqlite")
        try? FileManager.default.removeItem(at: replayed)
        try await storyd.replay(into: replayed)
        let questions = [
            "SELECT * FROM stories ORDER BY number",
            "SELECT * FROM memberships ORDER BY article",
            """
            SELECT id, arrived_at, published_at, title, url, guid, source, language, file, hex(text_hash) FROM articles
            ORDER BY id
            """,
            """
            SELECT sequence, kind, article, story, other_story FROM decisions WHERE kind <> 'rejected' ORDER BY sequence
            """,
        ]
        for question in questions {
            let (kept, again) = (try await storyd.query(question), try await storyd.query(question, in: replayed))
            #expect(kept.count == again.count, "\(question), seed \(seed)")
            for (one, other) in zip(kept, again) where one != other {
                Issue.record("replayed as \(other), was \(one): \(question), seed \(seed)")
                break
            }
        }
    }
}
