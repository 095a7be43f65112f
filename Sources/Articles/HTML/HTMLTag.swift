/// The elements that mean something to the reading of a page.
enum HTMLTag: String {
    case html, head, body, title, meta, link, base, time
    case main, article, section, div, p, pre, blockquote, br, hr
    case h1, h2, h3, h4, h5, h6
    case ul, ol, li, dl, dt, dd
    case table, tbody, thead, tfoot, tr, td, th, caption
    case a, span
    case nav, header, footer, aside, form, button, input, select, option, label, fieldset, menu
    case figure, figcaption, img, picture, video, audio, iframe, object, embed, canvas, map
    case noscript, template, dialog, details, summary, address
    case other
    case text = "#text"

    init(_ name: String) {
        self = HTMLTag(rawValue: name.lowercased()) ?? .other
    }

    /// Whether it stands within a line of text, so that words on both sides belong to one paragraph.
    var isInline: Bool {
        switch self {
        case .a, .span, .text, .other, .time, .label, .img, .br: true
        default: false
        }
    }

    /// Whether paragraphs may stand in it beside one another; what is a part of a text itself, or of a line, is not asked.
    var holdsParagraphs: Bool {
        switch self {
        case .p, .pre, .blockquote, .ul, .ol, .dl, .dt, .table, .tbody, .tr: false
        default: !isInline && !isHeading
        }
    }

    /// Whether its content is never an article's text.
    var isNeverText: Bool {
        switch self {
        case .head, .nav, .footer, .aside, .form, .button, .input, .select, .option, .fieldset, .menu, .figure,
            .figcaption,
            .picture, .video, .audio, .iframe, .object, .embed, .canvas, .map, .noscript, .template, .dialog, .title,
            .address:
            true
        default: false
        }
    }

    /// Whether it heads a section.
    var isHeading: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .h5, .h6: true
        default: false
        }
    }
}
