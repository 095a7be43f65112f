import GRDB

extension Schema {
    /// What contradicts that these are the tables of the steps that the ledger says it has taken; nil where nothing does.
    static func flaw(_ db: Database) throws -> String? {
        let applied = try migrator.appliedMigrations(db)
        guard applied == Array(migrator.migrations.prefix(applied.count)), let last = applied.last else {
            return "its schema steps \(applied.joined(separator: ", ")) do not follow each other"
        }
        let model = try DatabaseQueue()
        try migrator.migrate(model, upTo: last)
        let expected = try model.read { try parts($0) }
        let present = try parts(db)
        let ours = Set(expected.map(\.table))
        if let missing = expected.subtracting(present).min() { return "\(missing) is missing" }
        if let extra = present.subtracting(expected).filter({ ours.contains($0.table) && $0.isColumn }).min() {
            return "\(extra) is of a step that it has not taken"
        }
        return nil
    }

    /// A table's column, or an index.
    private struct Part: Hashable, Comparable, CustomStringConvertible {
        let table: String
        let name: String
        let isColumn: Bool

        var description: String { isColumn ? "column \(table).\(name)" : "index \(name)" }

        static func < (left: Part, right: Part) -> Bool { (left.table, left.name) < (right.table, right.name) }
    }

    private static func parts(_ db: Database) throws -> Set<Part> {
        let sql = """
            SELECT tables.name, columns.name, 1 FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table'
            UNION ALL SELECT tbl_name, name, 0 FROM sqlite_schema WHERE type = 'index'
            """
        return try Set(
            Row.fetchCursor(db, sql: sql).map { row in
                Part(table: try row.get(0), name: try row.get(1), isColumn: try row.get(2))
            })
    }
}
