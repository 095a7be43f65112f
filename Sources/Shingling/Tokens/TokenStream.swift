/// The tokens of an article, in order, as hashes: no token is ever a `String`.
struct TokenStream: ~Copyable {
    /// What is known of a token beside its hash.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// Its first letter is a capital.
        static let capital = Flags(rawValue: 1)
        /// It opens a sentence, or stands in the title: its capital says nothing.
        static let opening = Flags(rawValue: 2)
        /// ASCII digits only.
        static let number = Flags(rawValue: 4)

        /// Whether it is written as a name is: with a capital that no beginning explains.
        @inline(__always)
        var isName: Bool { rawValue & 3 == 1 }
    }

    /// Token hashes, title first.
    var hashes = ReusedList<UInt64>()
    /// The hash of each token's stem; see `Stem`.
    var stems = ReusedList<UInt64>()
    /// One for each token.
    var flags = ReusedList<Flags>()
    /// Tokens of the title.
    var titleCount = 0

    /// Tokens.
    var count: Int { hashes.count }

    /// Adds a token.
    mutating func append(_ hash: UInt64, stem: UInt64, _ tokenFlags: Flags) {
        var room = room(for: 1)
        room.append(hash, stem: stem, tokenFlags)
        take(room)
    }

    /// Memory for more tokens. What is added to it counts when it is taken; meanwhile the stream is to be left alone.
    struct Room {
        fileprivate let hashes: UnsafeMutablePointer<UInt64>
        fileprivate let stems: UnsafeMutablePointer<UInt64>
        fileprivate let flags: UnsafeMutablePointer<Flags>
        fileprivate var count: Int

        /// Adds a token; there is room for it.
        @inline(__always)
        mutating func append(_ hash: UInt64, stem: UInt64, _ tokenFlags: Flags) {
            hashes[count] = hash
            stems[count] = stem
            flags[count] = tokenFlags
            count &+= 1
        }
    }

    /// Makes room for so many more tokens.
    @inline(__always)
    mutating func room(for more: Int) -> Room {
        hashes.reserve(count &+ more)
        stems.reserve(count &+ more)
        flags.reserve(count &+ more)
        return Room(hashes: hashes.start, stems: stems.start, flags: flags.start, count: count)
    }

    /// Counts what was added.
    @inline(__always)
    mutating func take(_ room: Room) {
        hashes.resize(room.count)
        stems.resize(room.count)
        flags.resize(room.count)
    }

    /// Forgets all tokens.
    mutating func removeAll() {
        hashes.removeAll()
        stems.removeAll()
        flags.removeAll()
        titleCount = 0
    }
}

/// The tokens of an article as a value of its own.
struct TokenList: Sendable {
    /// Token hashes, title first.
    let hashes: [UInt64]
    /// The hash of each token's stem.
    let stems: [UInt64]
    /// One for each token.
    let flags: [TokenStream.Flags]
    /// Tokens of the title.
    let titleCount: Int

    init(_ stream: borrowing TokenStream) {
        hashes = Array(stream.hashes.elements)
        stems = Array(stream.stems.elements)
        flags = Array(stream.flags.elements)
        titleCount = stream.titleCount
    }
}
