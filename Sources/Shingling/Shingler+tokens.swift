extension Shingler {
    /// The hashes of a text's tokens, in order: what phrases are made of, for measurements that count them all.
    package func tokens(title: String, text: String) -> [UInt64] {
        Tokenizer.tokens(title: title, text: text).hashes
    }
}
