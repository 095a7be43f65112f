/// What IPTC's ninjs has beyond a plain JSON object: kinds of item that are no text, and in its versions 2 and 3
/// headlines and bodies as arrays of objects.
enum Ninjs {
    /// Whether an object is a ninjs item, of whatever version, by its members.
    static func isItem(_ names: [String]) -> Bool {
        let names = Set(names.map { $0.lowercased() })
        guard names.contains("uri") else { return false }
        let ownNames: Set<String> = [
            "versioncreated", "firstcreated", "pubstatus", "headlines", "bodies", "infosources",
        ]
        return !names.isDisjoint(with: ownNames) || names.contains { $0.hasPrefix("body_") }
    }

    /// The `type` of an item that has no text of its own, such as `picture`; nil for a text and for any other JSON.
    static func kindWithoutText(_ members: [JSONMember], _ bytes: [UInt8]) -> String? {
        guard let type = member("type", of: members, bytes)?.plain(bytes, longest: 32),
            ["picture", "graphic", "audio", "video", "composite", "package", "component"].contains(type.lowercased()),
            isItem(members.map { $0.name.string(bytes) })
        else { return nil }
        return type.lowercased()
    }

    /// Of several headlines the one whose role is the main one's, else the first; any other value as it is.
    static func mainHeadline(_ value: JSONValue, _ bytes: [UInt8]) -> JSONValue {
        guard case .array(let elements) = value, let first = elements.first, case .object = first else { return value }
        return elements.first { ["main", "headline"].contains(text("role", of: $0, bytes)?.lowercased()) } ?? first
    }

    /// The bodies, the best first: in the item's language, not a caption's or a summary's, plain text before markup.
    static func bodies(_ elements: [JSONValue], language: String?, _ bytes: [UInt8]) -> [DraftText] {
        var ranked: [(rank: Int, text: DraftText)] = []
        for element in elements.prefix(64) {
            guard case .string(let value)? = member("value", of: element.members, bytes) else { continue }
            let type = text("contenttype", of: element, bytes)?.lowercased() ?? ""
            let role = text("role", of: element, bytes)?.lowercased() ?? ""
            let isForeign = language != nil && text("language", of: element, bytes).map { $0 != language } ?? false
            let isPart = ["caption", "summary", "abstract", "teaser", "description"].contains { role.contains($0) }
            let markup: DraftText.Markup = type.isEmpty ? .unknown : type == "text/plain" ? .none : .html
            ranked.append(
                (
                    (isForeign ? 4 : 0) + (isPart ? 8 : 0) + (markup == .none ? 0 : 1),
                    DraftText(bytes: value.decoded(bytes), markup: markup)
                ))
        }
        // Stable: bodies of one rank stay in their order.
        return ranked.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
            .map(\.element.text)
    }

    private static func text(_ name: StaticString, of value: JSONValue, _ bytes: [UInt8]) -> String? {
        member(name, of: value.members, bytes)?.plain(bytes, longest: 64)
    }

    /// The member of a name in lower case, compared without case: version 2 writes `contenttype`, version 3 `contentType`.
    private static func member(_ name: StaticString, of members: [JSONMember], _ bytes: [UInt8]) -> JSONValue? {
        members.first { $0.name.isAnyCase(name, bytes) }?.value
    }
}
