/// Gathers the features of one family after the other: equal shingles together, sorted by hash, and of too many those of
/// greatest weight.
struct FeatureSelection: ~Copyable {
    /// The families' features one after the other.
    private(set) var features = ReusedList<Feature>()
    /// Where each family ends.
    private(set) var ends: [Int] = []
    /// Of the family that is being gathered: the shingle's hash above, below the place of its first mention among what is
    /// counted, and there how often it occurs and how common it is.
    private var keys = ReusedList<UInt64>()
    private var counts = ReusedList<UInt32>()
    private var priors = ReusedList<UInt8>()
    private var weights = ReusedList<UInt32>()
    private var sorting = HashSort()

    mutating func removeAll() {
        features.removeAll()
        ends.removeAll(keepingCapacity: true)
    }

    /// Adds a shingle to the family that is being gathered; of equal hashes the one that is mentioned first comes first.
    /// - Parameter hash: Its hash within its family, of which the upper half counts.
    @inline(__always)
    mutating func add(_ hash: UInt64, count: UInt32, prior: UInt8) {
        keys.append(hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: counts.count))
        counts.append(count)
        priors.append(prior)
    }

    /// Closes a family.
    /// - Parameter limit: The features it may have.
    mutating func end(limit: Int) {
        let start = features.count
        sorting.sort(&keys)
        var place = 0
        while place < keys.count {
            let hash = keys[place] &>> 32
            let first = Int(truncatingIfNeeded: keys[place] & 0xFFFF_FFFF)
            var count = counts[first]
            place &+= 1
            while place < keys.count, keys[place] &>> 32 == hash {
                count &+= counts[Int(truncatingIfNeeded: keys[place] & 0xFFFF_FFFF)]
                place &+= 1
            }
            features.append(
                Feature(
                    hash: UInt32(truncatingIfNeeded: hash), count: UInt8(truncatingIfNeeded: min(count, 255)),
                    prior: priors[first]))
        }
        keys.removeAll()
        counts.removeAll()
        priors.removeAll()
        keepWeightiest(from: start, limit: limit)
        ends.append(features.count)
    }

    /// Leaves the features of greatest weight, as known from the prior; of equal weight those with the smaller hash.
    private mutating func keepWeightiest(from start: Int, limit: Int) {
        let count = features.count &- start
        guard count > limit else { return }
        weights.resize(count)
        StaticWeight.weigh(UnsafeBufferPointer(start: features.start + start, count: count), into: weights.start)
        var (least, equal) = Self.rank(limit, of: weights.elements)
        var kept = start
        for place in 0..<count {
            let weight = weights[place]
            if weight < least { continue }
            if weight == least {
                guard equal > 0 else { continue }
                equal &-= 1
            }
            features[kept] = features[start &+ place]
            kept &+= 1
        }
        features.cut(to: kept)
    }

    /// The least of the greatest `limit` weights, and how many of these are equal to it.
    private static func rank(_ limit: Int, of weights: UnsafeBufferPointer<UInt32>) -> (least: UInt32, equal: Int) {
        var least: UInt32 = 0
        var left = limit
        // Nine bits at a time, from the top of 27, which no weight exceeds.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 512) { buckets in
            for shift in stride(from: UInt32(18), through: 0, by: -9) {
                buckets.initialize(repeating: 0)
                let above = least &>> (shift &+ 9)
                for weight in weights where weight &>> (shift &+ 9) == above {
                    buckets[Int(truncatingIfNeeded: weight &>> shift & 511)] &+= 1
                }
                var bucket = 511
                while bucket > 0, buckets[bucket] < left {
                    left &-= Int(truncatingIfNeeded: buckets[bucket])
                    bucket &-= 1
                }
                least |= UInt32(truncatingIfNeeded: bucket) &<< shift
            }
        }
        return (least, left)
    }
}

/// A shingle's weight before any article has been seen: (1 + ln tf) · idf with the prior alone.
enum StaticWeight {
    private static let repetition = (0..<256).map { $0 == 0 ? 0 : 1 + ExactMath.ln(Double($0)) }
    private static let rarity = PriorLevel.counts.map {
        max(0, ExactMath.ln((PriorLevel.articles + 1) / ($0 + 1.5)))
    }

    /// Weights in millionths; below 2^27.
    static func weigh(_ features: UnsafeBufferPointer<Feature>, into weights: UnsafeMutablePointer<UInt32>) {
        repetition.withUnsafeBufferPointer { repetition in
            rarity.withUnsafeBufferPointer { rarity in
                for (place, feature) in features.enumerated() {
                    weights[place] = UInt32(repetition[Int(feature.count)] * rarity[Int(feature.prior)] * 1e6)
                }
            }
        }
    }
}
