import Glibc
import SystemPackage

/// Splits a descriptor's bytes into lines as they come.
struct LineReader {
    /// The longest line that is kept; a longer one is cut there, and is then no whole JSON value.
    static let longestLine = 64 << 20

    private let descriptor: FileDescriptor
    private var partial: [UInt8] = []
    private var isAtEnd = false

    init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// The lines that are complete after one more read, most of them parts of what was read; nil at the end. A last line
    /// without a newline counts.
    /// - Throws: `Errno` of `read(2)`.
    mutating func nextLines() throws -> [ArraySlice<UInt8>]? {
        guard !isAtEnd else { return nil }
        let chunk = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard !chunk.isEmpty else {
            isAtEnd = true
            return partial.isEmpty ? nil : [partial[...]]
        }
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while let newline = Self.newline(in: chunk, from: start) {
            if partial.isEmpty, newline - start <= Self.longestLine {
                lines.append(chunk[start..<newline])
            } else {
                append(chunk[start..<newline])
                lines.append(partial[...])
                partial = []
            }
            start = newline + 1
        }
        append(chunk[start...])
        return lines
    }

    private static func newline(in chunk: [UInt8], from start: Int) -> Int? {
        chunk.withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        partial += bytes.prefix(max(0, Self.longestLine - partial.count))
    }
}
