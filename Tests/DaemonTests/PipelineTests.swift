import DropFolder
import Foundation
import Journal
import Ledger
import Logging
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

/// Keeps every entry, in order; can refuse them as a journal does that has no socket, or hold the sender as one that
/// is stopped.
final class RecordingSink: EntrySink {
    private let entries = Mutex<[EncodedEntry]>([])
    private let refusing = Atomic<Bool>(false)
    private let blocking = Atomic<Bool>(false)

    var isBlocking: Bool {
        get { blocking.load(ordering: .acquiring) }
        set { blocking.store(newValue, ordering: .releasing) }
    }

    var isRefusing: Bool {
        get { refusing.load(ordering: .acquiring) }
        set { refusing.store(newValue, ordering: .releasing) }
    }

    func send(_ entry: EncodedEntry) throws(JournalError) {
        while isBlocking { Thread.sleep(forTimeInterval: 0.01) }
        guard !isRefusing else { throw .noSocket(path: "/run/systemd/journal/socket") }
        entries.withLock { $0.append(entry) }
    }

    /// What was said, as a terminal shows it.
    var lines: [String] { entries.withLock { $0 }.map { $0.line() } }

    /// Entries that carry an `OUTCOME`, as dictionaries of their fields.
    var decisions: [[String: String]] {
        entries.withLock { $0 }.map { entry in
            Dictionary(
                entry.fields.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) },
                uniquingKeysWith: { first, _ in first })
        }.filter { $0["OUTCOME"] != nil }
    }
}

/// A pipeline over a temporary spool, with a journal that is a list.
final class TestDaemon {
    let root: FilePath
    var settings = Settings()
    var sink = RecordingSink()
    /// The calls of the drop folder and the spool, to let them fail.
    var system = SystemCalls()
    /// Asked while it opens: whether it was told to stop.
    var isStopping: @Sendable () -> Bool = { false }
    /// Called while what is known is restored.
    var onRestoring: @Sendable (Int) -> Void = { _ in }
    /// Bytes of a ledger that is checked before anything runs.
    var largestChecked = Int64.max
    /// Called when the pipeline cannot go on.
    var onFailure: @Sendable (any Error) -> Void = { Issue.record("the pipeline failed: \($0)") }
    private(set) var pipeline: Pipeline?

    init() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())").path
        root = FilePath(path)
        settings.folder.incoming = [root.appending("incoming")]
        settings.folder.work = root.appending("work")
        settings.folder.archive = root.appending("archive")
        settings.folder.rejected = root.appending("rejected")
        settings.folder.settle = .milliseconds(50)
        settings.folder.grace = .milliseconds(200)
        settings.ledger.path = root.appending("ledger.sqlite")
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: root.string)
    }

    var incoming: String { root.appending("incoming").string }

    func start() throws {
        let assembly = Assembly(
            settings: settings, sink: sink, isUnderJournald: false, logLevel: { .info },
            notifier: ServiceNotifier(environment: [:]), isStopping: isStopping, system: system,
            onRestoring: onRestoring, largestChecked: largestChecked)
        let pipeline = try assembly.open(onFailure: onFailure)
        pipeline.start()
        self.pipeline = pipeline
    }

    func stop(patience: Duration = .seconds(10)) {
        pipeline?.stop(patience: patience)
        pipeline?.shared.ledger.close()
        pipeline = nil
    }

    /// Writes a file beside the folder and renames it in, as a careful program does.
    func drop(_ name: String, _ text: String) throws {
        let temporary = root.appending("dropping-\(UUID())").string
        try text.write(toFile: temporary, atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: temporary, toPath: "\(incoming)/\(name)")
    }

    /// Waits until `count` decisions are told.
    func waitForDecisions(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> [[String: String]]
    {
        try waitUntil("\(count) decisions", sourceLocation: sourceLocation) { sink.decisions.count >= count }
        return sink.decisions
    }

    func waitUntil(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
    ) throws {
        let deadline = Date().addingTimeInterval(60)
        while try !condition() {
            try #require(Date() < deadline, "waited in vain for \(what)", sourceLocation: sourceLocation)
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// Names of all files below a folder of the spool, sorted, without those of storyd's own.
    func files(in folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: root.appending(folder).string)
        var files: [String] = []
        while let name = all?.nextObject() as? String {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: root.appending(folder).appending(name).string, isDirectory: &isFolder)
            if !isFolder.boolValue && FilePath(name).lastComponent?.string.hasPrefix(".") == false {
                files.append(name)
            }
        }
        return files.sorted()
    }
}

/// Texts of the tests' own.
enum Texts {
    static func flood(_ detail: String) -> String {
        """
        Flood closes the harbour bridge at Vellmouth

        The harbour bridge at Vellmouth was closed on Tuesday after the river Orrin rose four metres overnight, the \
        port authority said. Engineers under Marta Quillfeather inspected the eastern pier and found that the current \
        had washed out two of its footings.

        “Nobody crosses until the footings are dry and we have seen them ourselves,” Quillfeather told reporters at \
        the quay. Some nine thousand people use the bridge each day, most of them workers of the Harrowgate shipyard.

        \(detail)
        """
    }

    static let chess = """
        Teenager from Ostrava wins the national chess title

        A sixteen-year-old schoolgirl from Ostrava won the national chess championship on Sunday, beating the \
        defending champion in a rook endgame that lasted ninety moves. Ludmila Brezinova had entered the tournament as \
        the lowest seed of twenty players.

        Her coach said that she had prepared the opening for a year and played it for the first time in the final \
        round. She will represent the country at the olympiad in the autumn.
        """
}

@Suite("The line from folder to journal")
struct PipelineTests {
    @Test("a dropped file is decided, told and archived")
    func oneFile() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["OUTCOME"] == "new-story")
        #expect(told[0]["ARTICLE_FILE"] == "flood.txt")
        #expect(told[0]["ARTICLE_TITLE"] == "Flood closes the harbour bridge at Vellmouth")
        #expect(told[0]["ASSIGNMENT_SEQ"] == "1")
        #expect(told[0]["STORY_SIZE"] == "1")
        #expect(told[0]["STORY_ID"]?.count == 13)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        #expect(daemon.files(in: "archive")[0].hasSuffix("000000000001-flood.txt"))
        #expect(daemon.files(in: "incoming").isEmpty)
        #expect(daemon.files(in: "work").isEmpty)
    }

    @Test("a copy is a copy and another event another story, across a restart")
    func copyAcrossRestart() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        let first = try daemon.waitForDecisions(1)
        daemon.stop()
        try daemon.start()
        try daemon.drop("copy.txt", Texts.flood("Ferries run instead.").uppercased())
        _ = try daemon.waitForDecisions(2)
        try daemon.drop("chess.txt", Texts.chess)
        let told = try daemon.waitForDecisions(3)
        #expect(told[1]["OUTCOME"] == "exact-duplicate")
        #expect(told[1]["STORY_ID"] == first[0]["STORY_ID"])
        #expect(told[1]["DUPLICATE_FILE"] == "flood.txt")
        #expect(told[1]["STORY_SIZE"] == "2")
        #expect(told[2]["OUTCOME"] == "new-story")
        #expect(told[2]["STORY_ID"] != first[0]["STORY_ID"])
        #expect(told.map { $0["ASSIGNMENT_SEQ"] } == ["1", "2", "3"])
    }

    @Test("a bad line of a file of many is refused alone, with its position")
    func badLine() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        func row(_ text: String) throws -> String {
            String(decoding: try JSONEncoder().encode(["title": "A headline", "text": text]), as: UTF8.self)
        }
        try daemon.drop(
            "feed.jsonl",
            [try row(Texts.flood("One.")), #"{"title": "no text"}"#, try row(Texts.chess)].joined(separator: "\n"))
        let told = try daemon.waitForDecisions(3)
        #expect(told.map { $0["OUTCOME"] } == ["new-story", "rejected", "new-story"])
        #expect(told.map { $0["ARTICLE_FILE"] } == ["feed.jsonl#1", "feed.jsonl#2", "feed.jsonl#3"])
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        #expect(daemon.files(in: "rejected").isEmpty)
    }

    @Test("a feed's items keep their positions, and a bad one is refused alone")
    func feed() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        let items = [Texts.flood("One."), "", Texts.chess].enumerated().map { number, text in
            "<item><title>Report \(number)</title><description>\(text)</description></item>"
        }
        try daemon.drop("feed.xml", "<?xml version=\"1.0\"?><rss><channel>\(items.joined())</channel></rss>")
        let told = try daemon.waitForDecisions(3)
        #expect(told.map { $0["OUTCOME"] } == ["new-story", "rejected", "new-story"])
        #expect(told.map { $0["ARTICLE_FILE"] } == ["feed.xml#1", "feed.xml#2", "feed.xml#3"])
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("a retraction names the article it takes back and its story, opens none, and is archived")
    func retraction() throws {
        let daemon = try TestDaemon()
        func item(_ status: String, _ uri: String, _ text: String) throws -> String {
            String(
                decoding: try JSONEncoder().encode([
                    "uri": uri, "pubstatus": status, "type": "text", "headline": "Report", "body_text": text,
                ]), as: UTF8.self)
        }
        try daemon.start()
        try daemon.drop("flood.json", try item("usable", "tag:1", Texts.flood("Ferries run instead.")))
        let first = try daemon.waitForDecisions(1)
        try daemon.drop("kill.json", try item("canceled", "tag:1", "This report is withdrawn by its publisher."))
        _ = try daemon.waitForDecisions(2)
        // Of an article of the same batch, and of one nobody has seen.
        try daemon.drop(
            "both.jsonl",
            [
                try item("usable", "tag:2", Texts.chess), try item("withheld", "tag:2", ""),
                try item("canceled", "tag:9", ""),
            ].joined(separator: "\n"))
        let told = try daemon.waitForDecisions(5)
        #expect(told.map { $0["OUTCOME"] } == ["new-story", "retraction", "new-story", "retraction", "retraction"])
        #expect(told.map { $0["ASSIGNMENT_SEQ"] } == ["1", "2", "3", "4", "5"])
        #expect(told[1]["STORY_ID"] == first[0]["STORY_ID"])
        #expect(told[1]["STORY_SIZE"] == "1")
        #expect(told[1]["ARTICLE_ID"] == first[0]["ARTICLE_ID"])
        #expect(told[1]["ARTICLE_FILE"] == "kill.json")
        #expect(told[1]["RETRACTED_FILE"] == "flood.json")
        #expect(told[1]["REASON"] == "canceled")
        #expect(told[1]["PRIORITY"] == "5")
        #expect(told[3]["STORY_ID"] == told[2]["STORY_ID"])
        #expect(told[3]["ARTICLE_FILE"] == "both.jsonl#2")
        #expect(told[3]["REASON"] == "withheld")
        #expect(told[4]["STORY_ID"] == nil && told[4]["ARTICLE_ID"] == nil)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 3 }
        #expect(daemon.files(in: "rejected").isEmpty)
        daemon.stop()
        try daemon.start()
        try daemon.drop("again.txt", Texts.flood("Ferries run instead."))
        #expect(try daemon.waitForDecisions(6)[5]["STORY_ID"] == first[0]["STORY_ID"])
    }

    @Test("a bad file goes to rejected beside its reason, and the next is not delayed")
    func rejected() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("notes.txt", "\u{0}\u{1}\u{2}binary\u{0}")
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        let told = try daemon.waitForDecisions(2)
        let rejected = told.first { $0["OUTCOME"] == "rejected" }
        #expect(rejected?["REASON"]?.contains("binary") == true)
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 2 }
        let names = daemon.files(in: "rejected")
        #expect(names.contains { $0.hasSuffix("-notes.txt") } && names.contains { $0.hasSuffix("notes.txt.reason") })
        #expect(told.contains { $0["OUTCOME"] == "new-story" })
    }

    @Test("kept files stay, and are decided once over restarts")
    func keep() throws {
        let daemon = try TestDaemon()
        daemon.settings.folder.finished = .keep
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        daemon.stop()
        try daemon.start()
        try daemon.drop("chess.txt", Texts.chess)
        let told = try daemon.waitForDecisions(2)
        #expect(told.map { $0["ARTICLE_FILE"] } == ["flood.txt", "chess.txt"])
        daemon.stop()
        #expect(daemon.sink.decisions.count == 2)
        #expect(daemon.files(in: "incoming") == ["chess.txt", "flood.txt"])
    }

    @Test("deleted when finished, if so set")
    func delete() throws {
        let daemon = try TestDaemon()
        daemon.settings.folder.finished = .delete
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        try daemon.waitUntil("work/ to be empty") {
            daemon.files(in: "work").isEmpty && daemon.files(in: "incoming").isEmpty
        }
        #expect(daemon.files(in: "archive").isEmpty)
    }

    @Test("a file with more articles than the limit goes to rejected/, and is never deleted")
    func tooManyArticles() throws {
        let daemon = try TestDaemon()
        daemon.settings.limits.articlesPerFile = 2
        daemon.settings.folder.finished = .delete
        try daemon.start()
        let rows = try [Texts.flood("One."), Texts.chess, Texts.flood("Three.")].map {
            String(decoding: try JSONEncoder().encode(["text": $0]), as: UTF8.self)
        }
        try daemon.drop("feed.jsonl", rows.joined(separator: "\n"))
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 2 }
        #expect(daemon.sink.decisions.map { $0["OUTCOME"] } == ["new-story", "new-story", "rejected"])
    }

    @Test("a thousand files at once: each decided once, numbered without a gap, archived once")
    func thousand() throws {
        let daemon = try TestDaemon()
        for index in 0..<1000 {
            try Texts.flood("Report number \(index).").write(
                toFile: "\(daemon.incoming)/\(index).txt", atomically: false, encoding: .utf8)
        }
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1000 }
        let assigned = daemon.sink.decisions.filter { $0["OUTCOME"] != "merged" && $0["OUTCOME"] != "moved" }
        #expect(assigned.count == 1000)
        #expect(Set(assigned.compactMap { $0["ARTICLE_FILE"] }).count == 1000)
        let numbers = daemon.sink.decisions.compactMap { $0["ASSIGNMENT_SEQ"].flatMap { Int($0) } }
        #expect(numbers == Array(1...numbers.count))
    }
}
