/// Something an input states that was not taken as it stands, and why.
public enum ArticleNote: Sendable, Equatable, CustomStringConvertible {
    /// Why a stated date is not the article's.
    public enum DateFault: String, Sendable {
        /// More than two days after the present.
        case future = "in the future"
        /// A day or time that does not exist, or a placeholder such as the year 1.
        case impossible
        /// No form of date that is read.
        case unknown = "not understood"
    }

    /// A date was dropped.
    case droppedDate(String, DateFault)
    /// Items of the file beside this article are no articles; `kind` as the format names them.
    case leftOut(kind: String, count: Int)

    /// One short line, such as `date dropped (in the future): 2099-01-01`. What it quotes is the input's own, uncleaned.
    public var description: String {
        switch self {
        case .droppedDate(let date, let fault): "date dropped (\(fault.rawValue)): \(date)"
        case .leftOut(let kind, let count): "left out beside it: \(count) \(kind)"
        }
    }
}
