extension PostingLists {
    /// Drops postings, the lists of which nothing is left, and their memory.
    /// - Parameters:
    ///   - keeps: Whether an article's postings stay.
    ///   - common: Lists of phrases that were counted so often stay without postings.
    ///   - lost: Called with a phrase whose list goes although somebody may hold it whom the list had forgotten.
    /// - Returns: Postings there are.
    mutating func purge(_ keeps: (Int) -> Bool, common: UInt32, lost: (UInt32) -> Void) -> Int {
        var (read, write, total) = (0, 0, 0)
        count = 0
        var kept: [UInt64] = []
        // From the first to the last, and never to a place beyond: no block grows.
        while read < arena.count {
            let start = read
            let (head, size) = (arena[start], size(start))
            read += size
            if head & Self.kinds == Self.kinds { continue }
            kept.removeAll(keepingCapacity: true)
            let isWhole = keep(start, keeps, &kept)
            let frequency = frequency(start)
            let isPartial = isPartial(start)
            if kept.isEmpty, frequency < common {
                if isPartial { lost(UInt32(truncatingIfNeeded: head &>> 32)) }
                continue
            }
            count += 1
            total += kept.count
            if isWhole, size == 2 {
                (arena[write], arena[write + 1]) = (head, arena[start + 1])
                write += 2
            } else {
                write += rewrite(write, (head &>> 32) &<< 32, frequency, kept, isPartial)
            }
        }
        arena.removeLast(arena.count - write)
        if arena.capacity > write + write / 4 + 64 { arena = Array(arena) }
        unused = Array(repeating: 0, count: unused.count)
        return total
    }

    /// Collects what stays of a list, in the order of the articles.
    /// - Returns: Whether all does.
    private func keep(_ start: Int, _ keeps: (Int) -> Bool, _ kept: inout [UInt64]) -> Bool {
        var all = 0
        forEachPosting(start) {
            all += 1
            if keeps($0.article) { kept.append($0.word) }
        }
        // A full list begins anywhere in its ring.
        if all == capacity { kept.sort() }
        return kept.count == all
    }

    /// Writes what is left of a list.
    /// - Returns: The words it takes.
    private mutating func rewrite(
        _ start: Int, _ phrase: UInt64, _ frequency: UInt32, _ kept: [UInt64], _ isPartial: Bool
    ) -> Int {
        if kept.count < 2 {
            arena[start] = phrase | Self.few | UInt64(frequency)
            arena[start + 1] = (isPartial ? Self.isPartial : 0) | (kept.first ?? 0)
            return 2
        }
        let kind = rooms.firstIndex { $0 >= kept.count } ?? rooms.count - 1
        write(start, phrase | Self.many | UInt64(frequency), kept, kind: kind, isPartial: isPartial)
        return sizes[kind]
    }

    /// Whether there may be articles that a list has forgotten.
    private func isPartial(_ start: Int) -> Bool {
        switch arena[start] & Self.kinds {
        case 0: false
        case Self.few: arena[start + 1] & Self.isPartial != 0 || Int(frequency(start)) > capacity
        default:
            arena.withUnsafeBytes { Self.isPartial($0.baseAddress.unsafelyUnwrapped + start * 8) }
                || Int(frequency(start)) > capacity
        }
    }
}
