public import Logging

/// Writes swift-log's diagnostics to the same place as the entries.
///
/// ```swift
/// LoggingSystem.bootstrap { JournalLogHandler(label: $0, sink: sink) }
/// ```
/// Fields: `MESSAGE` (newlines kept), `PRIORITY`, `SYSLOG_IDENTIFIER`, `LOGGER` (the label), `CODE_FILE`, `CODE_LINE`,
/// `CODE_FUNC`, and `META_KEY` for each metadata value, its key in upper case with `_` for what a field name cannot
/// hold; an event's error is `META_ERROR`. Diagnostics have no `MESSAGE_ID`. The sink is called on the logging thread and may block it.
public struct JournalLogHandler: LogHandler {
    /// What is less serious is not logged. Set, it is this logger's own; until then it is the common level.
    public var logLevel: Logger.Level {
        get { ownLevel ?? commonLevel() }
        set { ownLevel = newValue }
    }
    /// Metadata of every message of this logger.
    public var metadata: Logger.Metadata = [:]
    /// Adds metadata from the context of a call.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: any EntrySink
    private let commonLevel: @Sendable () -> Logger.Level
    private var ownLevel: Logger.Level?

    /// Creates the handler of one logger. `level` is asked at each message, so that it can change for all at once.
    public init(
        label: String, sink: any EntrySink, level: @escaping @Sendable () -> Logger.Level = { .info },
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        self.sink = sink
        commonLevel = level
        self.metadataProvider = metadataProvider
    }

    /// The handler's own metadata value of that key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Sends one diagnostic. What the sink does not take goes to standard error, for there is nobody to tell.
    public func log(event: LogEvent) {
        let entry = encoded(event)
        do {
            try sink.send(entry)
        } catch {
            try? StandardErrorSink().send(entry)
        }
    }

    private func encoded(_ event: LogEvent) -> EncodedEntry {
        var entry = EncodedEntry()
        entry.append(.message, event.message.description)
        entry.append(.priority, "\(Priority(event.level).rawValue)")
        entry.append(.syslogIdentifier, syslogIdentifier)
        entry.append(.logger, label)
        entry.append(.codeFile, event.file)
        entry.append(.codeLine, "\(event.line)")
        entry.append(.codeFunction, event.function)
        var values = metadata
        if let error = event.error { values["error"] = "\(error)" }
        if let provided = metadataProvider?.get() { values.merge(provided) { $1 } }
        if let own = event.metadata { values.merge(own) { $1 } }
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            entry.append(checkedName: Self.fieldName(key), value.description.utf8)
        }
        return entry
    }

    /// `META_` and the key as far as a field name can hold it.
    private static func fieldName(_ key: String) -> String {
        let characters = key.utf8.prefix(64 - EncodedEntry.metadataPrefix.utf8.count).map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte &- 32
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
            default: UInt8(ascii: "_")
            }
        }
        return EncodedEntry.metadataPrefix + String(decoding: characters, as: UTF8.self)
    }
}

extension Priority {
    fileprivate init(_ level: Logger.Level) {
        self =
            switch level {
            case .trace, .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }
}
