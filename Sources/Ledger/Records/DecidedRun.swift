/// Articles of one file that follow each other both in the file and in their numbers.
public struct DecidedRun: Sendable, Hashable {
    /// Position of the first in the file, from 1.
    public var position: Int
    /// Its `ASSIGNMENT_SEQ`.
    public var sequence: Int64
    /// How many there are.
    public var count: Int

    /// A run of these values.
    public init(position: Int, sequence: Int64, count: Int) {
        self.position = position
        self.sequence = sequence
        self.count = count
    }
}
