import Glibc
import Journal
import Logging
import Synchronization
import Testing

@Suite("Diagnostics")
struct JournalLogHandlerTests {
    @Test("a diagnostic carries its text, level, place and metadata")
    func fields() throws {
        let sink = RecordingSink()
        var logger = Logger(label: "storyd.ledger") { JournalLogHandler(label: $0, sink: sink) }
        logger[metadataKey: "claim"] = "7"
        logger.warning("two\nlines", metadata: ["file-name é": "x\ny", "claim": .array(["8", "9"])], line: 42)
        let fields = try #require(sink.entries.first).dictionary
        #expect(fields["MESSAGE"] == "two\nlines")
        #expect(fields["PRIORITY"] == "4")
        #expect(fields["SYSLOG_IDENTIFIER"] == "storyd")
        #expect(fields["LOGGER"] == "storyd.ledger")
        #expect(fields["CODE_FILE"]?.hasSuffix("JournalLogHandlerTests.swift") == true)
        #expect(fields["CODE_LINE"] == "42")
        #expect(fields["CODE_FUNC"] == "fields()")
        #expect(fields["META_CLAIM"] == #"["8", "9"]"#)
        #expect(fields["META_FILE_NAME___"] == "x\ny")
        #expect(fields["MESSAGE_ID"] == nil)
    }

    @Test("an error is told with the message")
    func error() {
        let sink = RecordingSink()
        let logger = Logger(label: "l") { JournalLogHandler(label: $0, sink: sink) }
        logger.error("failed", error: JournalError.malformed("x"))
        #expect(sink.entries.first?.line() == "error: failed (error=not a journal entry: x)")
    }

    @Test(
        "levels become priorities",
        arguments: zip(Logger.Level.allCases, ["7", "7", "6", "5", "4", "3", "2"]))
    func levels(_ level: Logger.Level, _ priority: String) throws {
        let sink = RecordingSink()
        let logger = Logger(label: "l") { JournalLogHandler(label: $0, sink: sink, level: { .trace }) }
        logger.log(level: level, "x")
        #expect(sink.entries.first?.dictionary["PRIORITY"] == priority)
    }

    @Test("what is below the level is not sent, and the common level can change")
    func threshold() {
        let sink = RecordingSink()
        let level = Mutex(Logger.Level.error)
        let common: @Sendable () -> Logger.Level = { level.withLock { $0 } }
        let logger = Logger(label: "l") { JournalLogHandler(label: $0, sink: sink, level: common) }
        var own = logger
        logger.warning("unheard")
        level.withLock { $0 = .warning }
        logger.warning("heard")
        own.logLevel = .error
        own.warning("unheard")
        #expect(sink.entries.map(\.message) == ["heard"])
    }

    @Test("a logger's metadata is its own")
    func valueSemantics() throws {
        let sink = RecordingSink()
        let first = Logger(label: "l") { JournalLogHandler(label: $0, sink: sink) }
        var second = first
        second[metadataKey: "only"] = "second"
        first.info("x")
        second.info("x")
        #expect(sink.entries.map { $0.dictionary["META_ONLY"] } == [nil, "second"])
    }

    @Test("metadata of the context is added and the call's own wins")
    func provider() throws {
        let sink = RecordingSink()
        let provider = Logger.MetadataProvider { ["a": "context", "b": "context"] }
        let logger = Logger(label: "l") {
            JournalLogHandler(label: $0, sink: sink, metadataProvider: provider)
        }
        logger.info("x", metadata: ["b": "call"])
        let fields = try #require(sink.entries.first).dictionary
        #expect(fields["META_A"] == "context")
        #expect(fields["META_B"] == "call")
    }

    @Test(
        "any metadata key becomes a field name that journald takes",
        arguments: ["", "_", "9", "É", "a=b", "a\nb", String(repeating: "k", count: 1000)])
    func keys(_ key: String) throws {
        let sink = RecordingSink()
        let logger = Logger(label: "l") { JournalLogHandler(label: $0, sink: sink) }
        logger.info("x", metadata: [key: "v"])
        let entry = try #require(sink.entries.first)
        #expect(entry.fields.allSatisfy { FieldName.isValid($0.name) })
        #expect(entry.fields.contains { $0.name.hasPrefix("META_") && $0.value == Array("v".utf8) })
    }
}

/// Keeps what is sent.
final class RecordingSink: EntrySink {
    private let sent = Mutex<[EncodedEntry]>([])
    var entries: [EncodedEntry] { sent.withLock { $0 } }

    func send(_ entry: EncodedEntry) { sent.withLock { $0.append(entry) } }
}
