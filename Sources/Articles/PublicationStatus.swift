/// Whether a publisher stands by what it sent (IPTC publishing status: `pubStatus`, `pubstatus`, `management-status`).
public enum PublicationStatus: String, Sendable {
    /// It may be used: what is meant where nothing is said.
    case usable
    /// It is taken back for good.
    case canceled
    /// It is not to be used until its publisher says otherwise.
    case withheld

    /// The status a value names: the word alone, a qcode (`stat:canceled`) or a URI that ends in the word, in any case.
    /// Every other value is ``usable``: an embargo or a draft is no retraction.
    init(stated: String?) {
        let word = stated?.lowercased().split(whereSeparator: { $0 == ":" || $0 == "/" || $0 == "#" }).last
        switch word {
        case "canceled", "cancelled": self = .canceled
        case "withheld": self = .withheld
        default: self = .usable
        }
    }
}
