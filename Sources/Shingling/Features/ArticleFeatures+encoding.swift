// The stored form: a version, the text hash, the counts, then the shingles' hashes as differences.

extension ArticleFeatures {
    /// The version of the model whose features these are; any change of tokens, hashes or limits is a new one.
    public static let modelVersion: UInt8 = 3

    /// The features as bytes, for keeping: some 5 bytes a shingle.
    public func encoded() -> [UInt8] {
        let code = Array((language ?? "").utf8.prefix(255))
        // No number takes more than five bytes; those that are not shingles are few.
        let room = 128 + code.count + features.count * 7 + phrases.count * 5 + specific.count * 8
        return [UInt8](unsafeUninitializedCapacity: room) { bytes, count in
            guard let start = bytes.baseAddress else { return }
            var writer = FeatureWriter(next: start)
            writer.byte(Self.modelVersion)
            for byte in textHash.bytes { writer.byte(byte) }
            writer.variable(UInt32(clamping: tokenCount))
            writer.byte(UInt8(code.count))
            for byte in code { writer.byte(byte) }
            for family in Family.allCases {
                let members = features(of: family)
                writer.variable(UInt32(members.count))
                var last: UInt32 = 0
                for feature in members {
                    writer.variable(feature.hash - last)
                    writer.byte(feature.count)
                    writer.byte(feature.prior)
                    last = feature.hash
                }
            }
            writer.byte(phraseShift)
            writer.variable(UInt32(phrases.count))
            var last: UInt32 = 0
            for phrase in phrases {
                writer.variable(phrase - last)
                last = phrase
            }
            for place in stride(from: 0, to: phrases.count, by: 8) {
                writer.byte(UInt8(truncatingIfNeeded: specific[place >> 6] >> UInt64(place & 63)))
            }
            for lane in opening.minhashes.indices { writer.byte(opening.minhashes[lane]) }
            count = writer.next - start
        }
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

/// Writes bytes where there is room for them.
private struct FeatureWriter {
    var next: UnsafeMutablePointer<UInt8>

    @inline(__always)
    mutating func byte(_ byte: UInt8) {
        next.initialize(to: byte)
        next += 1
    }

    /// Writes a number in groups of seven bits, the lowest first.
    @inline(__always)
    mutating func variable(_ value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        byte(UInt8(truncatingIfNeeded: rest))
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
