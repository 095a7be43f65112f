internal import Glibc
public import SystemPackage

/// A claimed file that is to be archived.
public struct ArchiveOrder: Sendable {
    /// The number of its claim.
    public var claim: Int64
    /// The name it came under, relative to its folder.
    public var name: FilePath
    /// Its first `ASSIGNMENT_SEQ`.
    public var sequence: Int64
    /// When it came, seconds since 1970: its folder in the archive is that day's, UTC.
    public var arrived: Int64
    /// What a replay must know of it.
    public var note: SequenceNote?

    /// An order of these values.
    public init(claim: Int64, name: FilePath, sequence: Int64, arrived: Int64, note: SequenceNote? = nil) {
        self.claim = claim
        self.name = name
        self.sequence = sequence
        self.arrived = arrived
        self.note = note
    }
}

/// A file that is in the archive.
public struct ArchivedClaim: Sendable {
    /// Where it is, below `archive/`.
    public var path: FilePath
    /// What it was just before it was moved; nil where it had been moved already.
    public var key: FileKey?
}

/// Putting finished files into the archive.
extension Spool {
    /// Moves a claimed file to `archive/YYYY/MM/DD/<sequence, 12 digits>-<last component of name>`. Returns the path below `archive/`.
    ///
    /// `arrived` is in seconds since 1970; the date is UTC. The stored name has at most 255 bytes and keeps the extension. If
    /// another file has it (an older ledger's, say), the claim's number is put into the name. With a note, that is written
    /// beside it first. A second call after a crash finds the move done and returns the same path.
    public func archive(
        claim id: Int64, name: FilePath, sequence: Int64, arrived: Int64, note: SequenceNote? = nil
    ) throws(FolderError) -> FilePath {
        let order = ArchiveOrder(claim: id, name: name, sequence: sequence, arrived: arrived, note: note)
        guard let result = archive([order]).first else { throw .notRegular }
        return try result.get().path
    }

    /// Moves many claimed files as ``archive(claim:name:sequence:arrived:note:)`` does, with the notes of those of a day written
    /// in one piece before the first of them is moved.
    /// - Parameter progress: Called before each file.
    /// - Returns: A result for each order. What failed may be ordered again.
    public func archive(
        _ orders: [ArchiveOrder], progress: () -> Void = {}
    ) -> [Result<ArchivedClaim, FolderError>] {
        var results: [Result<ArchivedClaim, FolderError>] = []
        results.reserveCapacity(orders.count)
        var start = 0
        while start < orders.count {
            let day = StoredName.dayNumber(orders[start].arrived)
            let end = orders[start...].firstIndex { StoredName.dayNumber($0.arrived) != day } ?? orders.count
            let part = orders[start..<end]
            do throws(FolderError) {
                results += try archive(part, in: StoredName.datePath(orders[start].arrived), progress)
            } catch {
                results += part.map { _ in .failure(error) }
            }
            start = end
        }
        return results
    }

    /// A file on its way: its name in the folder of its day, and what it is while it is in `work/`.
    private struct Move {
        var order: ArchiveOrder
        var stored: RawName
        var key: FileKey?
    }

    /// Those of one day.
    private func archive(
        _ orders: ArraySlice<ArchiveOrder>, in date: [RawName], _ progress: () -> Void
    ) throws(FolderError) -> [Result<ArchivedClaim, FolderError>] {
        let day = try makeFolder(date)
        let inWork = try open(work)
        var given: Set<RawName> = []
        var moves: [Result<Move, FolderError>] = []
        moves.reserveCapacity(orders.count)
        var notes: [UInt8] = []
        for order in orders {
            progress()
            do throws(FolderError) {
                let move = try plan(order, inWork.raw, day.raw, given)
                given.insert(move.stored)
                if let note = order.note { notes += note.line(stored: move.stored, name: order.name) }
                moves.append(.success(move))
            } catch {
                moves.append(.failure(error))
            }
        }
        if !notes.isEmpty { try write(notes: notes, day.raw, archive) }
        var results: [Result<ArchivedClaim, FolderError>] = []
        results.reserveCapacity(moves.count)
        let folder = RawName.joined(date)
        for planned in moves {
            progress()
            do throws(FolderError) {
                let move = try planned.get()
                if move.key != nil {
                    let id = move.order.claim
                    try self.move(inWork.raw, claimName(id), day.raw, move.stored, "put away", claimPath(id))
                }
                results.append(
                    .success(ArchivedClaim(path: RawName.joined([folder, move.stored]).path, key: move.key)))
            } catch {
                results.append(.failure(error))
            }
        }
        return results
    }

    /// Finds a file its name: the wanted one or, if another file has that, the same with the claim's number in it. The move
    /// is done already when the claim is gone and one of the names is there.
    private func plan(
        _ order: ArchiveOrder, _ work: Int32, _ day: Int32, _ given: Set<RawName>
    ) throws(FolderError) -> Move {
        let wanted = StoredName.make(sequence: order.sequence, name: try lastName(order.name))
        let key = try? status(work, claimName(order.claim)).key
        if let key, !given.contains(wanted), !exists(day, wanted) {
            return Move(order: order, stored: wanted, key: key)
        }
        let marked = StoredName.marked(wanted, ".\(order.claim)")
        if let key { return Move(order: order, stored: marked, key: key) }
        for name in [marked, wanted] where exists(day, name) { return Move(order: order, stored: name, key: nil) }
        throw .system(operation: "put away", path: claimPath(order.claim), errno: .noSuchFileOrDirectory)
    }
}
