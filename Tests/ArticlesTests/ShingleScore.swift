/// The measure of the Zyte article extraction benchmark (`evaluate.py`): of each page the precision and recall of its 4-word
/// shingles, counted with their repetitions; then their means over the pages, and the F1 of these means.
struct ShingleScore: CustomStringConvertible {
    private var precisions: [Double] = []
    private var recalls: [Double] = []

    /// Adds a page. One that nothing was found in has no precision, one without a text no recall.
    mutating func add(_ found: String, truth: String) {
        let (a, b) = (shingles(found), shingles(truth))
        let shared = Double(a.reduce(0) { $0 + min($1.value, b[$1.key] ?? 0) })
        let (total, wanted) = (Double(a.values.reduce(0, +)), Double(b.values.reduce(0, +)))
        if total > 0 { precisions.append(shared / total) }
        if wanted > 0 { recalls.append(shared / wanted) }
    }

    var precision: Double { precisions.reduce(0, +) / Double(max(1, precisions.count)) }
    var recall: Double { recalls.reduce(0, +) / Double(max(1, recalls.count)) }
    var f1: Double { 2 * precision * recall / max(precision + recall, .leastNonzeroMagnitude) }
    var description: String {
        "precision \(rounded(precision)), recall \(rounded(recall)), F1 \(rounded(f1)) over \(recalls.count) pages"
    }

    private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    /// Words are runs of what Python's `\w` takes: letters, numbers and the underscore, as they are written.
    private func shingles(_ text: String) -> [ArraySlice<String>: Int] {
        let words = text.unicodeScalars.split { !isWord($0) }.map { String($0) }
        var counts: [ArraySlice<String>: Int] = [:]
        for start in 0..<max(1, words.count - 3) where !words.isEmpty {
            counts[words[start..<min(words.count, start + 4)], default: 0] += 1
        }
        return counts
    }

    private func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: scalar == "_"
        }
    }
}
