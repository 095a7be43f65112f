import GRDB
public import SystemPackage

/// What can still be read of a damaged ledger and is in no archive: the names it gave, how far the files have come that are on
/// their way or stay in place, and what was refused.
public struct Salvage: Sendable {
    /// A claimed file, with the numbers its articles got.
    public struct File: Sendable {
        /// As it was recorded.
        public var claim: ClaimRecord
        /// Its articles, by position; nil where they cannot be read.
        public var runs: [DecidedRun]?
    }

    /// The ledger's identity.
    public var identity: String?
    /// The highest `ASSIGNMENT_SEQ`; nil where it cannot be told for certain.
    public var lastSequence: Int64?
    /// Files that are not put away, that stay in place, or of which something was refused, by claim; those that cannot be
    /// read are missing.
    public var files: [File] = []
    /// Refusals and retractions, as far as they can be read.
    public var refusals: [DecisionRecord] = []
    /// Entries that were not seen in the journal, as far as they can be read.
    public var unconfirmed: [OutboxRecord] = []

    /// Nothing.
    public init() {}

    /// Reads what can be read of a ledger that was set aside. Nothing of it is changed.
    public init(of path: FilePath) {
        self.init()
        var configuration = Configuration()
        configuration.readonly = true
        guard let queue = try? DatabaseQueue(path: path.string, configuration: configuration) else { return }
        queue.unsafeRead { db in read(db) }
        try? queue.close()
    }

    private mutating func read(_ db: Database) {
        identity = try? db.meta(Schema.Key.identity)
        lastSequence = try? Int64.fetchOne(
            db,
            sql: """
                SELECT max(coalesce((SELECT max(sequence) FROM decisions), 0),
                    coalesce((SELECT max(sequence) FROM outbox), 0))
                """)
        let sql = "SELECT \(DecisionRecord.columns) FROM decisions NOT INDEXED WHERE kind IN ('rejected', 'retraction')"
        refusals = bothWays(db, sql, by: "sequence", key: \.sequence) { try DecisionRecord($0) }
        for claim in claims(db) {
            files.append(File(claim: claim, runs: try? db.decidedRuns(ofClaim: claim.id)))
        }
        unconfirmed = entries(db)
    }

    private func claims(_ db: Database) -> [ClaimRecord] {
        let present = (try? String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('claims')")) ?? []
        // It came with a later step.
        let columns =
            present.contains("content_hash")
            ? ClaimRecord.columns : ClaimRecord.columns.replacing("content_hash", with: "NULL")
        let sql = "SELECT \(columns) FROM claims NOT INDEXED WHERE (state < 2 OR in_place = 1 OR id IN"
        let refused = refusals.compactMap { $0.claim.map(String.init) }.joined(separator: ",")
        return bothWays(db, "\(sql) (\(refused)))", by: "id", key: \.id) { try ClaimRecord($0) }
    }

    private func entries(_ db: Database) -> [OutboxRecord] {
        let sql = "SELECT \(OutboxRecord.columns) FROM outbox NOT INDEXED WHERE confirmed = 0"
        return bothWays(db, sql, by: "sequence", key: \.sequence) { try OutboxRecord($0) }
    }

    /// Reads rows from the first on up to what cannot be read, and from the last on down to it.
    private func bothWays<Value>(
        _ db: Database, _ sql: String, by column: String, key: (Value) -> Int64, decode: (Row) throws -> Value
    ) -> [Value] {
        var found: [Int64: Value] = [:]
        for order in ["", " DESC"] {
            do {
                let rows = try Row.fetchCursor(db, sql: "\(sql) ORDER BY \(column)\(order)")
                while let row = try rows.next() {
                    let value = try decode(row)
                    found[key(value)] = value
                }
                break
            } catch {}
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }
}
