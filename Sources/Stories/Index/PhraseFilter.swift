/// Tells quickly which phrases a set cannot have (Bloom 1970, with one hash: phrases are hashes already).
///
/// One bit for every 32nd of a phrase, so that one in 32 others passes as well. It only ever spares work.
struct PhraseFilter {
    private var bits = [UInt64](repeating: 0, count: 64)
    private var mask: UInt32 = 0

    /// Makes it pass these phrases.
    mutating func set(to phrases: [UInt32]) {
        var size = 4096
        while size < phrases.count * 32 { size *= 2 }
        if bits.count == size / 64 {
            for word in bits.indices { bits[word] = 0 }
        } else {
            bits = [UInt64](repeating: 0, count: size / 64)
        }
        mask = UInt32(truncatingIfNeeded: size &- 1)
        for phrase in phrases {
            let place = phrase & mask
            bits[Int(place &>> 6)] |= 1 &<< UInt64(place & 63)
        }
    }

    /// Whether at least so many of some phrases pass. Ends as soon as too few are left.
    /// - Parameter lows: The low 24 bits of each, one after the other; a byte behind the last can be read.
    func passes(_ least: Int, of lows: UnsafePointer<UInt8>, _ phrases: Int) -> Bool {
        bits.withUnsafeBufferPointer { bits in
            var count = 0
            var phrase = 0
            while phrase < phrases, count &+ phrases &- phrase >= least {
                let end = min(phrase &+ Self.atOnce, phrases)
                while phrase < end {
                    let place = UnsafeRawPointer(lows + phrase &* 3).loadUnaligned(as: UInt32.self) & mask
                    count &+= Int(truncatingIfNeeded: bits[Int(place &>> 6)] &>> UInt64(place & 63)) & 1
                    phrase &+= 1
                }
            }
            return count >= least
        }
    }

    /// How many phrases pass.
    func count(of phrases: UnsafeBufferPointer<UInt32>) -> Int {
        bits.withUnsafeBufferPointer { bits in
            phrases.reduce(0) {
                let place = $1 & mask
                return $0 &+ Int(truncatingIfNeeded: bits[Int(place &>> 6)] &>> UInt64(place & 63)) & 1
            }
        }
    }

    private static let atOnce = 32
}
