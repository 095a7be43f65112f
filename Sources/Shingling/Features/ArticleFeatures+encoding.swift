// The stored form: a version, the text hash, the counts, then the shingles' hashes as differences.

extension ArticleFeatures {
    /// The version of the model whose features these are; any change of tokens, hashes or limits is a new one.
    public static let modelVersion: UInt8 = 3

    /// The features as bytes, for keeping: some 5 bytes a shingle.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.modelVersion]
        bytes.reserveCapacity(64 + features.count * 6 + phrases.count * 4)
        bytes += textHash.bytes
        bytes.appendVariable(UInt64(tokenCount))
        let code = Array((language ?? "").utf8.prefix(255))
        bytes.append(UInt8(code.count))
        bytes += code
        for family in Family.allCases {
            let members = features(of: family)
            bytes.appendVariable(UInt64(members.count))
            var last: UInt32 = 0
            for feature in members {
                bytes.appendVariable(UInt64(feature.hash - last))
                bytes.append(feature.count)
                bytes.append(feature.prior)
                last = feature.hash
            }
        }
        bytes.append(phraseShift)
        bytes.appendVariable(UInt64(phrases.count))
        var last: UInt32 = 0
        for phrase in phrases {
            bytes.appendVariable(UInt64(phrase - last))
            last = phrase
        }
        for place in stride(from: 0, to: phrases.count, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: specific[place >> 6] >> UInt64(place & 63)))
        }
        for lane in opening.minhashes.indices { bytes.append(opening.minhashes[lane]) }
        return bytes
    }

    /// Reads what `encoded()` wrote.
    public init(decoding bytes: [UInt8]) throws(FeatureError) {
        var reader = FeatureReader(bytes: bytes)
        let version = try reader.byte()
        guard version == Self.modelVersion else { throw .unknownVersion(version) }
        let hash = TextHash(high: try reader.word(), low: try reader.word())
        let tokenCount = try reader.count(limit: Int(Int32.max))
        let codeLength = Int(try reader.byte())
        var code: [UInt8] = []
        for _ in 0..<codeLength { code.append(try reader.byte()) }
        var features: [Feature] = []
        var ends: [Int] = []
        for family in Family.allCases {
            var hashes = AscendingHashes()
            for _ in 0..<(try reader.count(limit: Limit.features[family.rawValue])) {
                let hash = try hashes.next(try reader.variable())
                features.append(Feature(hash: hash, count: try reader.byte(), prior: try reader.byte()))
            }
            ends.append(features.count)
        }
        let shift = try reader.byte()
        var phrases: [UInt32] = []
        var hashes = AscendingHashes()
        for _ in 0..<(try reader.count(limit: Limit.phrases)) {
            phrases.append(try hashes.next(try reader.variable()))
        }
        var specific = [UInt64](repeating: 0, count: (phrases.count + 63) / 64)
        for place in stride(from: 0, to: phrases.count, by: 8) {
            specific[place >> 6] |= UInt64(try reader.byte()) << UInt64(place & 63)
        }
        var minhashes = SIMD32<UInt8>()
        for lane in minhashes.indices { minhashes[lane] = try reader.byte() }
        guard reader.isAtEnd, shift < 32, features.allSatisfy({ $0.count > 0 }), code.allSatisfy({ $0 < 0x80 }) else {
            throw .damaged
        }
        self.init(
            textHash: hash, tokenCount: tokenCount,
            language: code.isEmpty ? nil : String(decoding: code, as: UTF8.self), features: features, ends: ends,
            phrases: phrases, phraseShift: shift, specific: specific, opening: Opening(minhashes: minhashes))
    }
}

extension [UInt8] {
    /// Appends a number in groups of seven bits, the lowest first.
    fileprivate mutating func appendVariable(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Hashes stored as differences, each greater than the one before.
private struct AscendingHashes {
    private var last: UInt64 = 0
    private var isFirst = true

    mutating func next(_ difference: UInt64) throws(FeatureError) -> UInt32 {
        guard difference <= UInt64(UInt32.max), isFirst || difference > 0 else { throw .damaged }
        last += difference
        isFirst = false
        guard let hash = UInt32(exactly: last) else { throw .damaged }
        return hash
    }
}

/// Reads bytes that may be anything.
private struct FeatureReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(FeatureError) -> UInt8 {
        guard position < bytes.count else { throw .damaged }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func word() throws(FeatureError) -> UInt64 {
        var word: UInt64 = 0
        for _ in 0..<8 { word = word << 8 | UInt64(try byte()) }
        return word
    }

    mutating func variable() throws(FeatureError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 35, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
        }
        throw .damaged
    }

    mutating func count(limit: Int) throws(FeatureError) -> Int {
        let value = try variable()
        guard value <= UInt64(limit) else { throw .damaged }
        return Int(value)
    }
}
