/// Why a file, or one article of a file, is not taken.
public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal, for programs; ``Refusal/reason`` is for people.
    public enum Code: String, Sendable {
        /// No bytes, or nothing but white space.
        case empty
        /// Not text at all: an image, an archive, a program.
        case binary
        /// Text of a format that is recognised and not read.
        case unsupported
        /// It breaks the rules of its format.
        case malformed
        /// It ends in the middle.
        case truncated
        /// It is well formed and holds no article.
        case noText = "no-text"
        /// It exceeds one of ``ReaderLimits``.
        case overLimit = "over-limit"
    }

    /// What kind of refusal it is.
    public var code: Code
    /// One short line for the journal, such as `truncated JSON at byte 120`.
    public var reason: String

    /// A refusal of a kind, with its reason.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}

extension Refusal {
    static let noText = Refusal(.noText, "no article text")

    static func over(_ limit: String, _ value: Int) -> Refusal {
        Refusal(.overLimit, "over the limit \(limit) (\(value))")
    }
}
