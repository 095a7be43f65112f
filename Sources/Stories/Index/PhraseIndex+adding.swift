extension PhraseIndex {
    /// Makes sure that an article's phrases can be added.
    mutating func reserve(_ more: Int, _ open: [OpenArticle]) {
        let places = max(open.count, lists.end + more * lists.largest) + 1
        guard (used + more) * 5 > entries.count * 4 || places >= 1 << Int(placeBits) else { return }
        var size = entries.count
        while (used + more) * 5 > size * 4 { size += size / 2 }
        while places + places / 2 >= 1 << Int(placeBits) { placeBits += 1 }
        rebuild(size, open)
    }

    /// Adds an article, which has its phrases already, to those that are found by them. It is the latest.
    /// - Parameters:
    ///   - sample: The phrases by which it is looked up, and was, with nothing added since; `reserve` has made room for them.
    ///   - place: Its place among the open ones.
    ///   - logArticles: Of the articles seen so far, this one included.
    mutating func add(
        _ sample: PhraseSample, _ place: Int, _ open: [OpenArticle], _ weighting: Weighting, _ logArticles: Double
    ) {
        let placeMask = (UInt32(1) &<< placeBits) &- 1
        let sample = sample.generation == generation ? sample : lookUp(sample.phrases, open)
        withEntering { entering, lists in
            for (number, phrase) in sample.phrases.enumerated() {
                guard sample.places[number] & PhraseSample.isKnown != 0 else {
                    entering.enter(phrase, place, at: Int(sample.places[number]), open, &lists)
                    continue
                }
                let known = Int(sample.places[number] & ~PhraseSample.isKnown)
                let entry = entering.entries[known]
                let holder = Int(entry & placeMask) &- 1
                let list: Int
                if entry & Self.isList == 0 {
                    let weight = weighting.phraseWeight(logArticles, frequency: 2)
                    list = lists.insert(
                        phrase, open[holder].posting, PostingLists.Posting(article: open[place].article, weight: weight)
                    )
                } else {
                    list = lists.append(PostingLists.start(holder), open[place].article) {
                        weighting.phraseWeight(logArticles, frequency: $0)
                    }
                }
                entering.entries[known] = entry & ~placeMask | Self.isList | PostingLists.place(list)
            }
        }
    }

    mutating func rebuild(_ size: Int, _ open: [OpenArticle]) {
        // Given back before as much is asked for.
        entries = []
        entries = Array(inLargePages: 0, count: (size + 7) & ~7)
        generation += 1
        used = 0
        withEntering { entering, lists in
            entering.enter(lists)
            // Then what is no list: whatever an article is found by and no list tells. Each article waits for the next one,
            // whose first entries are asked for with its last.
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 << 16) { samples in
                var waiting = (place: 0, sample: samples[..<0])
                for (place, article) in open.enumerated() where article.isFound {
                    open.withUnsafeBufferPointer { OpenArticle.prefetch($0, place &+ 4) }
                    guard let phrases = article.phrases else { continue }
                    let start = waiting.sample.startIndex == 0 ? 1 << 16 : 0
                    phrases.forEachSampled { samples[start &+ $0] = $1 }
                    let sample = samples[start..<start &+ phrases.sampleCount]
                    entering.enterAll(waiting.sample, before: sample, waiting.place, open, &lists)
                    waiting = (place, sample)
                }
                entering.enterAll(waiting.sample, before: samples[..<0], waiting.place, open, &lists)
            }
        }
    }

    private mutating func withEntering(_ body: (inout Entering, inout PostingLists) -> Void) {
        let (placeBits, used) = (placeBits, used)
        // Out of the index meanwhile, so that they are changed where they are.
        var lists = PostingLists.none
        swap(&lists, &self.lists)
        self.used = entries.withUnsafeMutableBufferPointer { entries in
            var entering = Entering(entries: entries, placeBits: placeBits, used: used)
            body(&entering, &lists)
            return entering.used
        }
        swap(&lists, &self.lists)
    }

    /// The table while entries are added.
    private struct Entering {
        let entries: UnsafeMutableBufferPointer<UInt32>
        let placeBits: UInt32
        var used: Int

        /// Brings the entry of a phrase into the processor's cache.
        @inline(__always)
        func prefetch(_ phrase: UInt32) {
            let base = entries.baseAddress.unsafelyUnwrapped
            Prefetch.lines(of: base + PhraseIndex.slot(phrase, entries.count, placeBits).start, bytes: 64)
        }

        /// Enters a phrase that nobody has.
        /// - Parameter empty: Where its entry would have been before the article's other phrases were entered.
        @inline(__always)
        mutating func enter(
            _ phrase: UInt32, _ place: Int, at empty: Int, _ open: [OpenArticle], _ lists: inout PostingLists
        ) {
            guard entries[empty] == 0 else { return enter(phrase, place, open, &lists) }
            entries[empty] =
                PhraseIndex.slot(phrase, entries.count, placeBits).tag | UInt32(truncatingIfNeeded: place &+ 1)
            used &+= 1
        }

        /// Enters a phrase that an article alone has, unless it is in a list.
        mutating func enter(_ phrase: UInt32, _ place: Int, _ open: [OpenArticle], _ lists: inout PostingLists) {
            let (start, tag) = PhraseIndex.slot(phrase, entries.count, placeBits)
            let placeMask = (UInt32(1) &<< placeBits) &- 1
            let tagMask = ~(placeMask | PhraseIndex.isList)
            var own: Int?
            var index = start
            while entries[index] != 0 {
                let entry = entries[index]
                if (entry ^ tag) & tagMask == 0 {
                    let found = Int(entry & placeMask) &- 1
                    if entry & PhraseIndex.isList != 0 {
                        if lists.phrase(PostingLists.start(found)) == phrase { return }
                    } else if found == place {
                        own = own ?? index
                    }
                }
                index = index &+ 1 == entries.count ? 0 : index &+ 1
            }
            if let own {
                // Another phrase of the same article would be taken for this one: this one gets a list, and comes first.
                let list = lists.insert(phrase, open[place].posting)
                entries[index] = entries[own]
                entries[own] = tag | PhraseIndex.isList | PostingLists.place(list)
            } else {
                entries[index] = tag | UInt32(truncatingIfNeeded: place &+ 1)
            }
            used &+= 1
        }

        /// Enters those phrases of an article that are in no list.
        /// - Parameters:
        ///   - sample: The phrases; overwritten.
        ///   - next: The phrases that are entered next.
        mutating func enterAll(
            _ sample: Slice<UnsafeMutableBufferPointer<UInt32>>, before next: Slice<UnsafeMutableBufferPointer<UInt32>>,
            _ place: Int, _ open: [OpenArticle], _ lists: inout PostingLists
        ) {
            let sample = UnsafeMutableBufferPointer(rebasing: sample)
            let next = UnsafeMutableBufferPointer(rebasing: next)
            // Some may be in the list that they lead to, which is on its way into the processor's cache meanwhile.
            var others = 0
            lists.withCells { cells in
                for index in sample.indices {
                    // A few ahead: all at once would wait for each other.
                    let ahead = index &+ Self.ahead
                    if ahead < sample.count {
                        prefetch(sample[ahead])
                    } else if ahead &- sample.count < next.count {
                        prefetch(next[ahead &- sample.count])
                    }
                    let phrase = sample[index]
                    sample[others] = phrase
                    others &+= enterUnambiguous(phrase, place, cells) ? 0 : 1
                }
            }
            for phrase in sample[..<others] { enter(phrase, place, open, &lists) }
        }

        /// How many entries later one is needed that is asked for.
        private static let ahead = 16

        /// Enters a phrase that an article alone has, unless there is an entry that may be the phrase's.
        /// - Returns: Whether it did.
        @inline(__always)
        private mutating func enterUnambiguous(_ phrase: UInt32, _ place: Int, _ cells: PostingLists.Cells) -> Bool {
            let (start, tag) = PhraseIndex.slot(phrase, entries.count, placeBits)
            let placeMask = (UInt32(1) &<< placeBits) &- 1
            var probe = Probe(start, tag, ~(placeMask | PhraseIndex.isList))
            var index: Int
            repeat {
                index = probe.next(UnsafePointer(entries.baseAddress.unsafelyUnwrapped), entries.count)
                let entry = entries[index]
                let found = Int(entry & placeMask) &- 1
                if entry & PhraseIndex.isList != 0 {
                    cells.prefetch(found)
                    return false
                }
                if found == place { return false }
            } while entries[index] != 0
            entries[index] = tag | UInt32(truncatingIfNeeded: place &+ 1)
            used &+= 1
            return true
        }

        /// Enters all lists.
        mutating func enter(_ lists: PostingLists) {
            // Some way behind the memory that is asked for.
            withUnsafeTemporaryAllocation(of: (phrase: UInt32, value: UInt32).self, capacity: Self.ahead) { waiting in
                var count = 0
                lists.forEach { phrase, start in
                    if count >= waiting.count { enter(waiting[count % waiting.count]) }
                    waiting[count % waiting.count] = (phrase, PhraseIndex.isList | PostingLists.place(start))
                    prefetch(phrase)
                    count &+= 1
                }
                for place in max(0, count &- waiting.count)..<count { enter(waiting[place % waiting.count]) }
            }
        }

        private mutating func enter(_ list: (phrase: UInt32, value: UInt32)) {
            let (start, tag) = PhraseIndex.slot(list.phrase, entries.count, placeBits)
            var index = start
            while entries[index] != 0 { index = index &+ 1 == entries.count ? 0 : index &+ 1 }
            entries[index] = tag | list.value
            used &+= 1
        }
    }
}
