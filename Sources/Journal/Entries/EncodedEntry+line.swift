extension EncodedEntry {
    /// The entry as text for a terminal or a log file, without a newline at the end.
    ///
    /// The message, preceded by its priority when that is a warning or worse, followed by the metadata of a
    /// diagnostic. Nothing in it can steer a terminal. Further lines of a message are indented.
    public func line() -> String {
        // By scalars: “\r\n” is one character, which is not “\n”.
        let lines = message.unicodeScalars.split(separator: "\n").prefix(Self.maximumLines)
            .map { Substring($0).cleaned(limit: Self.maximumLineLength) }
        var text = lines.joined(separator: "\n    ")
        let metadata = fields.filter { $0.name.hasPrefix(Self.metadataPrefix) }.map { field in
            let name = field.name.dropFirst(Self.metadataPrefix.count).lowercased()
            return "\(name)=\(String(decoding: field.value, as: UTF8.self).cleaned(limit: TextLimit.headline))"
        }
        if !metadata.isEmpty { text += " (\(metadata.joined(separator: ", ")))" }
        switch priority {
        case .critical: return "critical: \(text)"
        case .error: return "error: \(text)"
        case .warning: return "warning: \(text)"
        case .notice, .info, .debug: return text
        }
    }

    /// What begins the name of a field made from a logger's metadata.
    static let metadataPrefix = "META_"

    /// How many lines of a message are shown.
    private static let maximumLines = 50
    /// How many characters of each.
    private static let maximumLineLength = 4096
}
