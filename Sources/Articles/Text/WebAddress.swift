/// Questions about a URL.
enum WebAddress {
    /// The host, in lower case, without user and port; nil when there is none.
    static func host(_ url: String) -> String? {
        let bytes = Array(url.utf8)
        guard let slash = bytes.indices.first(where: { ASCII.has("://", in: bytes, at: $0) }) else { return nil }
        var authority = bytes[(slash + 3)...].prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        if let at = authority.lastIndex(of: 0x40) { authority = authority[(at + 1)...] }
        // An IPv6 address is in brackets and has colons of its own.
        let end =
            authority.first == 0x5B ? authority.firstIndex(of: 0x5D).map { $0 + 1 } : authority.firstIndex(of: 0x3A)
        let host = authority[..<(end ?? authority.endIndex)]
        return host.isEmpty ? nil : String(decoding: host.map(ASCII.lower), as: UTF8.self)
    }
}
