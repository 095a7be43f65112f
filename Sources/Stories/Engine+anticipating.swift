public import Shingling

extension Engine {
    /// Asks memory for what the decision about an article will look at first, so that it is there by then: to be called
    /// while another one is decided. Changes nothing, and no decision depends on it.
    public func anticipate(_ features: ArticleFeatures) {
        let mask = sampleMask
        texts.prefetch(features.textHash)
        for phrase in features.phrases where phrase & mask == 0 {
            phraseIndex.prefetch(phrase)
            sketches.prefetch(phrase)
        }
        guard !settings.copiesOnly else { return }
        for family in Signal.families {
            let members = features.features(of: family)
            if family == .words {
                wordIndex.prefetch(members.lazy.map(\.hash))
            } else {
                frequencies.prefetch(members)
            }
        }
    }
}
