import Configuration
public import SystemPackage
import Yams

/// Why settings cannot be used; one line for each mistake, all of them at once.
public struct SettingsError: Error, CustomStringConvertible, Equatable {
    /// One line each: the key, the value and what is allowed.
    public let problems: [String]
    /// The lines, joined.
    public var description: String { problems.joined(separator: "\n") }
}

/// Reads settings: flags over environment over file over defaults.
public struct SettingsLoader: Sendable {
    /// The YAML file, if one was named.
    public var file: FilePath?
    /// Flags as given on the command line: `--folder-settle 2s`.
    public var flags: [String]
    /// The process environment; only names that begin with `STORYD_` are looked at.
    public var environment: [String: String]

    /// A loader for one file, one set of flags and one environment.
    public init(file: FilePath?, flags: [String], environment: [String: String]) {
        self.file = file
        self.flags = flags
        self.environment = environment
    }

    /// Settings from all sources.
    /// - Throws: `SettingsError` that names every wrong key, its value and what is allowed.
    public func load() async throws(SettingsError) -> Settings {
        var problems: [String] = []
        var providers: [any ConfigProvider] = []
        problems += unknownFlags()
        providers.append(CommandLineArgumentsProvider(arguments: ["storyd"] + providerFlags))
        let ours = environment.filter { $0.key.hasPrefix("STORYD_") }
        providers.append(EnvironmentVariablesProvider(environmentVariables: ours).prefixKeys(with: "storyd"))
        if let file {
            do {
                problems += try unknownKeys(in: file)
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: file))
            } catch {
                throw SettingsError(problems: problems + ["\(file): \(Self.readable(error))"])
            }
        }
        let reader = ConfigReader(providers: providers)
        var settings = Settings()
        for key in SettingKey.all {
            guard let texts = texts(for: key, reader: reader) else { continue }
            guard key.apply(texts, &settings) else {
                let shown = key.isList ? "[\(texts.joined(separator: ", "))]" : "“\(texts.joined(separator: ", "))”"
                problems.append("\(key.name): \(shown) is not allowed; give \(key.allowed)")
                continue
            }
        }
        problems += settings.overlaps
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return settings
    }

    /// The texts given for a key by the strongest source that has it.
    private func texts(for key: SettingKey, reader: ConfigReader) -> [String]? {
        let path = ConfigKey(key.name)
        if key.isList {
            // A single text is a list of one: `folder.incoming: /data/news` is what people write first.
            if let list = try? reader.requiredStringArray(forKey: path) { return list }
            return (try? reader.requiredString(forKey: path)).map { [$0] }
        }
        if let text = try? reader.requiredString(forKey: path) { return [text] }
        return try? reader.requiredStringArray(forKey: path)
    }

    /// The flags as the provider spells them: it leaves the underscores of a key as they are.
    private var providerFlags: [String] {
        let keys = Dictionary(SettingKey.all.map { ($0.flag, $0.name) }) { first, _ in first }
        return flags.map { flag in
            let name = String(flag.prefix { $0 != "=" })
            guard let key = keys[name] else { return flag }
            return "--" + key.replacing(".", with: "-") + flag.dropFirst(name.count)
        }
    }

    private func unknownFlags() -> [String] {
        let known = Set(SettingKey.all.map(\.flag))
        return flags.indices.compactMap { index in
            let flag = flags[index]
            guard flag.hasPrefix("--") else {
                // A value stands behind its flag, or behind another value of a list.
                let isValue = flags[..<index].last { $0.hasPrefix("--") }.map { !$0.contains("=") } ?? false
                return isValue && !flag.hasPrefix("-") ? nil : "“\(flag)”: neither a flag nor the value of one"
            }
            let name = String(flag.prefix { $0 != "=" })
            guard !known.contains(name) else { return nil }
            return "\(name): no such flag" + Self.suggestion(for: name, among: SettingKey.all.map(\.flag))
        }
    }

    /// Keys of the file that name no setting: a typing error must not pass as a default.
    private func unknownKeys(in file: FilePath) throws -> [String] {
        let text = String(decoding: try FileDescriptor.contents(of: file), as: UTF8.self)
        guard let root = try Yams.compose(yaml: text) else { return [] }
        guard let mapping = root.mapping else { return ["\(file): settings are “section:” lines with indented keys"] }
        let known = SettingKey.all.map(\.name)
        var problems: [String] = []
        var pending: [(prefix: String, mapping: Node.Mapping)] = [("", mapping)]
        while let (prefix, mapping) = pending.popLast() {
            for (key, value) in mapping {
                let name = prefix + (key.string ?? "?")
                if known.contains(name) {
                    if value.mapping != nil { problems.append("\(name): takes no keys of its own (\(file))") }
                    continue
                }
                let isSection = known.contains { $0.hasPrefix(name + ".") }
                if isSection, let inner = value.mapping {
                    pending.append((name + ".", inner))
                } else if !isSection || value.null == nil {
                    let line = key.mark.map { ", line \($0.line)" } ?? ""
                    problems.append(
                        "\(name): no such setting (\(file)\(line))" + Self.suggestion(for: name, among: known))
                }
            }
        }
        return problems.sorted()
    }

    private static func suggestion(for name: String, among known: [String]) -> String {
        let last = name.split(whereSeparator: { ".-".contains($0) }).last.map(String.init) ?? name
        let near = known.filter { $0.hasSuffix(last) || $0.hasPrefix(name) }
        return near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    }

    private static func readable(_ error: any Error) -> String {
        if let yaml = error as? YamlError { return "not YAML: \(yaml)" }
        if let errno = error as? Errno { return "cannot be read: \(errno)" }
        return "\(error)"
    }
}

extension Settings {
    /// Keys whose values differ, split into those a reload applies and those that need a restart.
    func changes(to new: Settings) -> (reloaded: [String], needRestart: [String]) {
        let changed = SettingKey.all.filter { $0.show(self) != $0.show(new) }
        return (changed.filter(\.reloads).map(\.name), changed.filter { !$0.reloads }.map(\.name))
    }

    /// These settings with all of `new` that a reload applies to a running daemon.
    func reloaded(from new: Settings) -> Settings {
        var settings = new
        // What else differs keeps the value with which everything was opened.
        settings.folder.incoming = folder.incoming
        settings.folder.work = folder.work
        settings.folder.archive = folder.archive
        settings.folder.rejected = folder.rejected
        settings.folder.finished = folder.finished
        settings.ledger = ledger
        settings.stories = stories
        settings.duplicates = duplicates
        settings.readerThreads = readerThreads
        settings.journal.confirm = journal.confirm
        settings.control = control
        settings.metricsPath = metricsPath
        return settings
    }

    /// Paths that lie in each other's way: storyd would take its own files for articles, or one file twice.
    var overlaps: [String] {
        let own = [
            ("folder.work", folder.work), ("folder.archive", folder.archive), ("folder.rejected", folder.rejected),
            ("ledger.path", ledger.path),
        ]
        var problems: [String] = []
        for (index, (key, path)) in own.enumerated() {
            for incoming in folder.incoming where path.starts(with: incoming) {
                problems.append(
                    "\(key): “\(path)” is not allowed; give a path outside folder.incoming, which is “\(incoming)”")
            }
            for (other, same) in own[..<index] where same == path {
                problems.append("\(key): “\(path)” is not allowed; give another path than \(other)")
            }
        }
        for (index, folder) in folder.incoming.enumerated() {
            for other in self.folder.incoming[..<index] where folder.starts(with: other) || other.starts(with: folder) {
                problems.append(
                    "folder.incoming: “\(folder)” is not allowed beside “\(other)”; sub-folders are watched")
            }
        }
        return problems
    }

    /// Every setting as `key: value` lines, as `check-config` prints them.
    public var listing: String {
        SettingKey.all.map { "\($0.name): \($0.show(self))" }.joined(separator: "\n")
    }
}
