/// A JSON value whose strings and numbers are still places in the bytes they were read from, decoded only when asked
/// for: of an article with thirty fields, five are used.
enum JSONValue {
    case string(JSONString)
    case number(Range<Int>)
    case array([JSONValue])
    case object([JSONMember])
    /// `true`, `false` and `null`, none of which says anything about an article.
    case literal

    /// The members of an object, else none.
    var members: [JSONMember] {
        if case .object(let members) = self { members } else { [] }
    }
}

/// A name and its value.
struct JSONMember {
    var name: JSONString
    var value: JSONValue
}

/// A string between its quotes.
struct JSONString {
    /// Where its bytes are, quotes left out.
    var range: Range<Int>
    /// Whether there is a backslash in it.
    var isEscaped: Bool
}

/// Where and why JSON could not be read.
struct JSONError: Error {
    enum Kind {
        /// The bytes end within a value.
        case truncated
        /// A byte that cannot stand there.
        case malformed
        /// More nesting than allowed.
        case tooDeep
        /// The value is longer than allowed.
        case tooLong
    }

    var kind: Kind
    /// The index of the offending byte.
    var offset: Int

    func refusal(_ limits: ReaderLimits) -> Refusal {
        switch kind {
        case .truncated: Refusal(.truncated, "truncated JSON at byte \(offset)")
        case .malformed: Refusal(.malformed, "broken JSON at byte \(offset)")
        case .tooDeep: .over("nesting", limits.nesting)
        case .tooLong: .over("articleBytes", limits.articleBytes)
        }
    }
}
