import Foundation

/// Files of several kinds, made from a seed, with what must become of each.
struct DroppedFiles {
    /// One file.
    struct File {
        let name: String
        let content: [UInt8]
        /// How many decisions it asks for, refusals included.
        let decisions: Int
        let isRejected: Bool
    }

    private(set) var generator: ArticleGenerator
    /// By name.
    private(set) var files: [String: File] = [:]
    private var texts: [String] = []

    init(seed: UInt64) {
        generator = ArticleGenerator(seed: seed)
    }

    /// Another file: an article, a copy or a changed version of an earlier one, five articles in one, or none at all.
    mutating func next() -> File {
        let number = files.count
        let file: File
        switch number % 12 {
        case 3:
            let rows = (0..<5).map { $0 == 2 ? #"{"title": "no text"}"# : row(article()) }
            file = File(
                name: "\(number).jsonl", content: Array(rows.joined(separator: "\n").utf8), decisions: 5,
                isRejected: false)
        case 5:
            file = File(
                name: "\(number).bin", content: [0x7F, 0, 1, UInt8(number % 251)], decisions: 1, isRejected: true)
        case 7: file = plain(number, texts.randomElement(using: &generator) ?? article())
        case 9: file = plain(number, (texts.randomElement(using: &generator) ?? article()) + "\nSent in by a reader.\n")
        default: file = plain(number, article())
        }
        files[file.name] = file
        return file
    }

    private func plain(_ number: Int, _ text: String) -> File {
        File(name: "\(number).txt", content: Array(text.utf8), decisions: 1, isRejected: false)
    }

    private mutating func article() -> String {
        let text = generator.next(texts.count)
        texts.append(text)
        return text
    }

    private func row(_ text: String) -> String {
        let lines = text.split(separator: "\n", maxSplits: 1)
        let body = lines[1].split(separator: "\n").joined(separator: " ")
        return #"{"title": "\#(lines[0])", "text": "\#(body)"}"#
    }
}
