import Configuration
import SystemPackage

/// One setting: its key, what it accepts, and how a given text reaches `Settings`.
///
/// This table is the single list of settings; loading, `check-config`, reload and the test that compares
/// `config/storyd.yaml` with the code all walk it.
struct SettingKey: Sendable {
    /// The dotted key, as in the YAML file: `folder.settle`.
    let name: String
    /// What is allowed, for the error message.
    let allowed: String
    /// Whether the value is a list of texts.
    let isList: Bool
    /// Whether a reload applies a new value to a running daemon.
    let reloads: Bool
    /// Puts the texts given for the key into the settings; false when they are not allowed. A scalar comes as one text.
    let apply: @Sendable (_ texts: [String], inout Settings) -> Bool
    /// The present value, to compare settings before and after a reload and to print them.
    let show: @Sendable (Settings) -> String

    /// The flag for the key: `folder.file_bytes` is `--folder-file-bytes`.
    var flag: String { "--" + name.map { $0 == "." || $0 == "_" ? "-" : String($0) }.joined() }

    /// The environment variable for the key: `folder.settle` is `STORYD_FOLDER_SETTLE`.
    var environmentVariable: String { "STORYD_" + name.uppercased().replacing(".", with: "_") }
}

extension SettingKey {
    /// Every setting, in the order of `config/storyd.yaml`.
    static let all: [SettingKey] = [
        paths("folder.incoming", \.folder.incoming),
        path("folder.work", \.folder.work),
        path("folder.archive", \.folder.archive),
        path("folder.rejected", \.folder.rejected),
        choice("folder.finished", \.folder.finished),
        duration("folder.settle", .zero ... .seconds(3600), \.folder.settle),
        duration("folder.grace", .zero ... .seconds(86400), \.folder.grace),
        duration("folder.rescan", .seconds(1) ... .seconds(86400), \.folder.rescan),
        number("folder.min_free", 0...(1 << 50), \.folder.minFree, reloads: true),
        patterns("folder.ignore", \.folder.ignore),
        flag("archive.copy", \.archive.copy, reloads: true),
        duration("archive.keep", .zero ... .seconds(36500 * 86400), \.archive.keep),
        number("archive.keep_bytes", 0...(1 << 60), \.archive.keepBytes, reloads: true),
        duration("rejected.keep", .zero ... .seconds(36500 * 86400), \.rejected.keep),
        number("rejected.keep_bytes", 0...(1 << 60), \.rejected.keepBytes, reloads: true),
        path("ledger.path", \.ledger.path),
        flag("ledger.keep_text", \.ledger.keepText),
        probability("stories.join_at", \.stories.joinAt),
        probability("stories.merge_at", \.stories.mergeAt),
        duration("stories.window", .zero ... .seconds(36500 * 86400), \.stories.window, reloads: false),
        duration("duplicates.window", .zero ... .seconds(36500 * 86400), \.duplicates.window, reloads: false),
        number("limits.file_bytes", 1024...(4 << 30), \.limits.fileBytes, reloads: true),
        number("limits.unpacked_bytes", 1024...(1 << 40), \.limits.unpackedBytes, reloads: true),
        number("limits.unpacked_ratio", 10...100_000, \.limits.unpackedRatio, reloads: true),
        number("limits.container_depth", 1...16, \.limits.containerDepth, reloads: true),
        number("limits.article_bytes", 1024...(1 << 30), \.limits.articleBytes, reloads: true),
        number("limits.articles_per_file", 1...100_000_000, \.limits.articlesPerFile, reloads: true),
        number("limits.nesting", 4...1024, \.limits.nesting, reloads: true),
        number("readers.threads", 0...256, \.readerThreads),
        flag("journal.confirm", \.journal.confirm),
        duration("journal.confirm_after", .seconds(1) ... .seconds(3600), \.journal.confirmAfter),
        optionalPath(
            "control.path", "an absolute path of at most \(UnixSocket.longestPath) bytes", \.control.path
        ) { $0.string.utf8.count <= UnixSocket.longestPath },
        optionalPath("metrics.path", "an absolute path that ends in .prom", \.metricsPath) { $0.extension == "prom" },
        logLevel("log.level", \.logLevel),
    ]

    private static func path(
        _ name: String, _ field: any WritableKeyPath<Settings, FilePath> & Sendable
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "an absolute path", isList: false, reloads: false,
            apply: { texts, settings in
                guard texts.count == 1, let path = absolute(texts[0]) else { return false }
                settings[keyPath: field] = path
                return true
            },
            show: { $0[keyPath: field].string })
    }

    private static func paths(
        _ name: String, _ field: any WritableKeyPath<Settings, [FilePath]> & Sendable
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "a list of absolute paths, at least one", isList: true, reloads: false,
            apply: { texts, settings in
                let paths = texts.compactMap(absolute)
                guard !paths.isEmpty, paths.count == texts.count else { return false }
                settings[keyPath: field] = paths
                return true
            },
            show: { $0[keyPath: field].map(\.string).joined(separator: ", ") })
    }

    private static func optionalPath(
        _ name: String, _ allowed: String, _ field: any WritableKeyPath<Settings, FilePath?> & Sendable,
        where isAllowed: @escaping @Sendable (FilePath) -> Bool
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "none, or \(allowed)", isList: false, reloads: false,
            apply: { texts, settings in
                guard texts.count == 1 else { return false }
                if texts[0] == "none" {
                    settings[keyPath: field] = nil
                    return true
                }
                guard let path = absolute(texts[0]), isAllowed(path) else { return false }
                settings[keyPath: field] = path
                return true
            },
            show: { $0[keyPath: field]?.string ?? "none" })
    }

    private static func absolute(_ text: String) -> FilePath? {
        let path = FilePath(text)
        return path.isAbsolute ? path.lexicallyNormalized() : nil
    }

    private static func patterns(
        _ name: String, _ field: any WritableKeyPath<Settings, [String]> & Sendable
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "a list of file name patterns with * and ?, none with a slash", isList: true,
            reloads: true,
            apply: { texts, settings in
                guard texts.allSatisfy({ !$0.isEmpty && !$0.contains("/") }) else { return false }
                settings[keyPath: field] = texts
                return true
            },
            show: { $0[keyPath: field].joined(separator: ", ") })
    }

    private static func choice<Value: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ field: any WritableKeyPath<Settings, Value> & Sendable
    ) -> SettingKey where Value.RawValue == String {
        SettingKey(
            name: name, allowed: Value.allCases.map(\.rawValue).joined(separator: ", "), isList: false, reloads: false,
            apply: { texts, settings in
                guard texts.count == 1, let value = Value(rawValue: texts[0]) else { return false }
                settings[keyPath: field] = value
                return true
            },
            show: { $0[keyPath: field].rawValue })
    }

    private static func duration(
        _ name: String, _ range: ClosedRange<Duration>, _ field: any WritableKeyPath<Settings, Duration> & Sendable,
        reloads: Bool = true
    ) -> SettingKey {
        SettingKey(
            name: name,
            allowed: "a duration from \(range.lowerBound.settingText) to \(range.upperBound.settingText), "
                + "written 500ms, 2s, 5m, 1h or 14d",
            isList: false, reloads: reloads,
            apply: { texts, settings in
                guard texts.count == 1, let value = Duration(settingText: texts[0]), range.contains(value) else {
                    return false
                }
                settings[keyPath: field] = value
                return true
            },
            show: { $0[keyPath: field].settingText })
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Int>, _ field: any WritableKeyPath<Settings, Int> & Sendable,
        reloads: Bool = false
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)", isList: false,
            reloads: reloads,
            apply: { texts, settings in
                guard texts.count == 1, let value = Int(texts[0]), range.contains(value) else { return false }
                settings[keyPath: field] = value
                return true
            },
            show: { String($0[keyPath: field]) })
    }

    private static func probability(
        _ name: String, _ field: any WritableKeyPath<Settings, Double> & Sendable
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "a probability from 0 to 1, such as 0.5", isList: false, reloads: false,
            apply: { texts, settings in
                guard texts.count == 1, let value = Double(texts[0]), (0...1).contains(value) else { return false }
                settings[keyPath: field] = value
                return true
            },
            show: { "\($0[keyPath: field])" })
    }

    private static func flag(
        _ name: String, _ field: any WritableKeyPath<Settings, Bool> & Sendable, reloads: Bool = false
    ) -> SettingKey {
        SettingKey(
            name: name, allowed: "true or false", isList: false, reloads: reloads,
            apply: { texts, settings in
                guard texts.count == 1, let value = Bool(texts[0].lowercased()) else { return false }
                settings[keyPath: field] = value
                return true
            },
            show: { String($0[keyPath: field]) })
    }

    private static func logLevel(
        _ name: String, _ field: any WritableKeyPath<Settings, String> & Sendable
    ) -> SettingKey {
        let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
        return SettingKey(
            name: name, allowed: levels.joined(separator: ", "), isList: false, reloads: true,
            apply: { texts, settings in
                guard texts.count == 1, levels.contains(texts[0]) else { return false }
                settings[keyPath: field] = texts[0]
                return true
            },
            show: { $0[keyPath: field] })
    }
}
