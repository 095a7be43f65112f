/// Makes edited copies of texts, the same for the same seed.
struct CopyMaker {
    /// What is done to a text.
    enum Edit: String, CaseIterable {
        case cutToHalf, headerAndFooter, changed, moved, changedAndMoved, rewrapped, extended, wordsReplaced
    }

    var random: SplitMix64

    /// A copy of a text.
    /// - Parameter filler: Sentences of other texts, for what is changed or added.
    mutating func copy(of body: String, _ edit: Edit, filler: [String]) -> String {
        var sentences = Self.sentences(body)
        switch edit {
        case .cutToHalf:
            let words = body.split(whereSeparator: \.isWhitespace)
            return words.prefix((words.count + 1) / 2).joined(separator: " ")
        case .headerAndFooter:
            sentences = some(of: filler, 1...3) + sentences + some(of: filler, 1...3)
        case .changed:
            change(&sentences, filler)
        case .moved:
            move(&sentences)
        case .changedAndMoved:
            change(&sentences, filler)
            move(&sentences)
        case .rewrapped:
            return typography(body)
        case .extended:
            sentences += some(of: filler, 1...max(1, sentences.count))
        case .wordsReplaced:
            let share = Double.random(in: 0.01...0.12, using: &random)
            return body.split(whereSeparator: \.isWhitespace).map { word in
                Double.random(in: 0..<1, using: &random) < share ? anyWord(of: filler) : String(word)
            }.joined(separator: " ")
        }
        return sentences.joined(separator: " ")
    }

    /// Five to forty in a hundred sentences give way to others.
    private mutating func change(_ sentences: inout [String], _ filler: [String]) {
        let count = affected(sentences.count)
        for place in sentences.indices.shuffled(using: &random).prefix(count) {
            sentences[place] = filler.randomElement(using: &random) ?? ""
        }
    }

    private mutating func move(_ sentences: inout [String]) {
        for _ in 0..<affected(sentences.count) {
            let sentence = sentences.remove(at: Int.random(in: 0..<sentences.count, using: &random))
            sentences.insert(sentence, at: Int.random(in: 0...sentences.count, using: &random))
        }
    }

    private mutating func affected(_ count: Int) -> Int {
        guard count > 0 else { return 0 }
        let share = Double.random(in: 0.05...0.4, using: &random)
        return max(1, Int((share * Double(count)).rounded()))
    }

    private mutating func anyWord(of filler: [String]) -> String {
        let sentence = filler.randomElement(using: &random) ?? ""
        return sentence.split(separator: " ").randomElement(using: &random).map(String.init) ?? ""
    }

    private mutating func some(of filler: [String], _ range: ClosedRange<Int>) -> [String] {
        (0..<Int.random(in: range, using: &random)).map { _ in filler.randomElement(using: &random) ?? "" }
    }

    /// Other case, other wrapping, other quotation marks, dashes and spaces: the same text.
    private mutating func typography(_ body: String) -> String {
        var text = Int.random(in: 0..<3, using: &random) == 0 ? body.uppercased() : body
        var opens = true
        text = String(
            text.map { character -> Character in
                switch character {
                case "\"":
                    opens.toggle()
                    return opens ? "”" : "“"
                case "'": return "’"
                case "-": return "\u{2010}"
                default: return character
                }
            })
        let width = Int.random(in: 30...90, using: &random)
        var result = ""
        var line = 0
        for word in text.split(whereSeparator: \.isWhitespace) {
            result +=
                line == 0 ? word : line + word.count > width ? "\r\n  " + word : (line % 7 == 0 ? "\u{A0}" : " ") + word
            line = line + word.count > width ? word.count : line + word.count + 1
        }
        return result
    }

    /// The sentences of a text: up to a full stop with space after it, or of its length without spaces.
    static func sentences(_ body: String) -> [String] {
        var result: [String] = []
        var current = ""
        var ends = false
        for character in body {
            if ends, character.isWhitespace || "。！？".contains(current.last ?? " ") {
                result.append(current)
                current = ""
            }
            ends = ".!?。！？।؟".contains(character)
            if character.isWhitespace {
                if !current.isEmpty, current.last != " " { current.append(" ") }
            } else {
                current.append(character)
            }
        }
        if !current.isEmpty { result.append(current) }
        return result
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
