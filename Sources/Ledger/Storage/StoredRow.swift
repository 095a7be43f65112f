import GRDB

/// A record that is written with one statement, the same for every row of a kind.
protocol StoredRow {
    /// The statement, with a `?` for each of ``arguments()``.
    static var statement: String { get }
    /// At most 20 values: up to there the statement borrows strings and bytes instead of copying them.
    func arguments() throws -> StatementArguments
}

extension Database {
    /// Writes rows in order.
    func write<Row: StoredRow>(_ rows: [Row]) throws {
        guard !rows.isEmpty else { return }
        let statement = try cachedStatement(sql: Row.statement)
        for row in rows { try statement.execute(arguments: row.arguments()) }
    }

    /// Runs a statement once for each id.
    func execute(_ sql: String, forEach ids: [Int64]) throws {
        guard !ids.isEmpty else { return }
        let statement = try cachedStatement(sql: sql)
        for id in ids { try statement.execute(arguments: [id]) }
    }

    /// Runs a statement on one claim.
    /// - Throws: ``LedgerError/unknownClaim(_:)`` when there is no such claim.
    func execute(_ sql: String, claim: Int64, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        guard changesCount == 1 else { throw LedgerError.unknownClaim(claim) }
    }
}
