import GRDB
import GRDBSQLite

/// A record that is written with one statement, the same for every row of a kind.
protocol StoredRow {
    /// The statement, with a `?` for each value.
    static var statement: String { get }
    /// Fills the values in, in order.
    func bind(_ values: inout RowBinder) throws(LedgerError)
}

extension Database {
    /// Writes rows in order.
    func write<Row: StoredRow>(_ rows: [Row]) throws {
        guard !rows.isEmpty else { return }
        try execute(Row.statement, forEach: rows) { (row, values) throws(LedgerError) in try row.bind(&values) }
    }

    /// Runs a statement once for each id.
    func execute(_ sql: String, forEach ids: [Int64]) throws {
        guard !ids.isEmpty else { return }
        try execute(sql, forEach: ids) { id, values in values.add(id) }
    }

    /// Runs a statement on one claim.
    /// - Throws: ``LedgerError/unknownClaim(_:)`` when there is no such claim.
    func execute(_ sql: String, claim: Int64, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
        guard changesCount == 1 else { throw LedgerError.unknownClaim(claim) }
    }

    /// Runs a statement once for each element, by SQLite's own calls: an array of boxed values for each row costs more than
    /// SQLite does.
    /// - Parameters:
    ///   - bind: Fills the values in.
    ///   - check: Called after each run.
    func execute<Element>(
        _ sql: String, forEach elements: some Sequence<Element>,
        bind: (Element, inout RowBinder) throws(LedgerError) -> Void,
        check: (Element) throws(LedgerError) -> Void = { (_) throws(LedgerError) in }
    ) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: RowBinder.space, alignment: 16)
        defer { space.deallocate() }
        // Else the last row's values would be kept until the next call, or asked for where they no longer are.
        defer { sqlite3_clear_bindings(statement) }
        for element in elements {
            var values = RowBinder(statement, space)
            try bind(element, &values)
            let code = values.code == SQLITE_OK ? sqlite3_step(statement) : values.code
            guard code == SQLITE_DONE else {
                let handle = sqlite3_db_handle(statement)
                let extended = values.code == SQLITE_OK ? sqlite3_extended_errcode(handle) : values.code
                let error = DatabaseError(
                    resultCode: ResultCode(rawValue: extended), message: String(cString: sqlite3_errmsg(handle)),
                    sql: sql)
                sqlite3_reset(statement)
                throw error
            }
            sqlite3_reset(statement)
            try check(element)
        }
    }
}

/// Fills in the `?` of a statement, from the first one on.
struct RowBinder {
    /// Bytes of a row's texts and blobs that SQLite is given as they lie in a space of ours; it copies what is beyond.
    static let space = 16 << 10

    private let statement: OpaquePointer
    private var rest: UnsafeMutableRawBufferPointer
    private var place: Int32 = 0
    /// The first failure, or `SQLITE_OK`.
    private(set) var code = SQLITE_OK

    /// - Parameter space: Stays as it is until the statement has run.
    init(_ statement: OpaquePointer, _ space: UnsafeMutableRawBufferPointer) {
        self.statement = statement
        rest = space
    }

    /// An INTEGER.
    mutating func add(_ value: Int64) {
        place += 1
        note(sqlite3_bind_int64(statement, place, value))
    }

    /// An INTEGER or NULL.
    mutating func add(_ value: Int64?) {
        if let value { add(value) } else { addNull() }
    }

    /// An INTEGER.
    mutating func add(_ value: Int) { add(Int64(value)) }

    /// An INTEGER or NULL.
    mutating func add(_ value: Int?) { add(value.map { Int64($0) }) }

    /// 1 or 0.
    mutating func add(_ value: Bool) { add(value ? Int64(1) : 0) }

    /// The signed number of the same bits.
    mutating func add(bits: UInt64) { add(Int64(bitPattern: bits)) }

    /// A REAL or NULL.
    mutating func add(_ value: Double?) {
        guard let value else { return addNull() }
        place += 1
        note(sqlite3_bind_double(statement, place, value))
    }

    /// TEXT; each NUL becomes U+FFFD, as SQLite would end it there.
    mutating func add(_ value: String) {
        place += 1
        var text = value.storable
        note(
            text.withUTF8 { utf8 in
                guard let start = utf8.baseAddress, !utf8.isEmpty else {
                    return sqlite3_bind_text(statement, place, "", 0, nil)
                }
                let (bytes, owner) = kept(start, utf8.count)
                return sqlite3_bind_text64(
                    statement, place, bytes.assumingMemoryBound(to: CChar.self), UInt64(utf8.count), owner,
                    UInt8(SQLITE_UTF8))
            })
    }

    /// TEXT or NULL.
    mutating func add(_ value: String?) {
        if let value { add(value) } else { addNull() }
    }

    /// A BLOB.
    mutating func add(_ value: [UInt8]) throws(LedgerError) {
        guard value.count <= [UInt8].blobLimit else { throw .tooLong(value.count) }
        place += 1
        note(
            value.withUnsafeBytes { value in
                guard let start = value.baseAddress, !value.isEmpty else {
                    return sqlite3_bind_zeroblob(statement, place, 0)
                }
                let (bytes, owner) = kept(start, value.count)
                return sqlite3_bind_blob64(statement, place, bytes, UInt64(value.count), owner)
            })
    }

    /// A BLOB or NULL.
    mutating func add(_ value: [UInt8]?) throws(LedgerError) {
        if let value { try add(value) } else { addNull() }
    }

    /// Where bytes stay until the statement has run, and who keeps them there: an allocation for each value costs as much as
    /// binding it.
    private mutating func kept(
        _ start: UnsafeRawPointer, _ count: Int
    ) -> (UnsafeRawPointer, sqlite3_destructor_type?) {
        guard count <= rest.count, let copy = rest.baseAddress else { return (start, copied) }
        copy.copyMemory(from: start, byteCount: count)
        rest = UnsafeMutableRawBufferPointer(rebasing: rest[count...])
        // `SQLITE_STATIC`: it is nobody's to free.
        return (UnsafeRawPointer(copy), nil)
    }

    private mutating func addNull() {
        place += 1
        note(sqlite3_bind_null(statement, place))
    }

    private mutating func note(_ result: Int32) {
        if code == SQLITE_OK { code = result }
    }
}

/// `SQLITE_TRANSIENT`: SQLite makes a copy of its own.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
