extension String {
    /// A string of UTF-8, which is nearly always valid: looked through quickly, and not once more as it is taken over.
    init(text bytes: [UInt8]) {
        let census = UTF8Census(bytes)
        if census.isValid {
            self.init(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: census.sequences == 0))
        } else {
            self.init(decoding: bytes, as: UTF8.self)
        }
    }
}
