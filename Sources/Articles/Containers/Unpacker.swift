/// One layer of compression: a decoder and where its input comes from.
struct Unpacker {
    /// Bytes unpacked at a time.
    private static let pieceSize = 1 << 18

    private let upstream: ByteStream
    private let decoder: any StreamDecoder
    private let name: String

    init(_ upstream: ByteStream, _ decoder: any StreamDecoder, name: String) {
        self.upstream = upstream
        self.decoder = decoder
        self.name = name
    }

    /// Bytes unpacked so far.
    private(set) var written = 0

    /// Unpacks some bytes more.
    /// - Returns: false at the end.
    /// - Throws: when the data is damaged or cut off.
    mutating func append(to output: inout [UInt8]) throws(Refusal) -> Bool {
        while true {
            try upstream.fill(1)
            var outcome = Result<(read: Int, written: Int), Refusal>.success((0, 0))
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { piece, count in
                outcome = upstream.bytes.withUnsafeBufferPointer { input in
                    let input = UnsafeBufferPointer(rebasing: input[upstream.start...])
                    return Result { () throws(Refusal) in try decoder.step(input, into: piece) }
                }
                count = (try? outcome.get().written) ?? 0
            }
            let step = try outcome.get()
            upstream.skip(step.read)
            if step.written > 0 {
                output += piece
                written += step.written
                return true
            }
            if step.read > 0 { continue }
            guard upstream.isAtEnd, upstream.available == 0, decoder.isComplete else {
                throw upstream.available > 0
                    ? Refusal(.malformed, "damaged \(name) data") : Refusal(.truncated, "truncated \(name) data")
            }
            return false
        }
    }
}
