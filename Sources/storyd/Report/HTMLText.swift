import Journal

extension String {
    /// The text as HTML, for an element's content or an attribute's value in quotes. Nothing in it can be markup, and
    /// nothing of it is a control character.
    var html: String {
        var escaped = ""
        escaped.reserveCapacity(utf8.count + 16)
        for scalar in cleaned(limit: utf8.count).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The address as the value of `href`; nil unless it is one of the web, so that none is a script.
    var webAddress: String? {
        let lower = lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
        guard !unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else { return nil }
        return html
    }
}
