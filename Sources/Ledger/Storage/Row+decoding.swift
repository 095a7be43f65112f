import FoundationEssentials
import GRDB

extension Row {
    /// The value of a column; a column that holds something else throws instead of trapping.
    func get<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
        try decode(Value.self, atIndex: index)
    }

    /// The bytes of a column.
    func bytes(_ index: Int) throws -> [UInt8] {
        [UInt8](try decode(Data.self, atIndex: index))
    }

    /// The bytes of a column that may be NULL.
    func optionalBytes(_ index: Int) throws -> [UInt8]? {
        try decode(Data?.self, atIndex: index).map { [UInt8]($0) }
    }

    /// A number of 64 bits without sign, stored as the signed number of the same bits.
    func bits(_ index: Int) throws -> UInt64 {
        UInt64(bitPattern: try get(index))
    }
}

extension [UInt8] {
    /// SQLite's own limit for a value. Checked here, as a longer one would not fit the C interface's length either.
    static let blobLimit = 1_000_000_000

    /// The bytes as a BLOB.
    func blob() throws(LedgerError) -> Data {
        guard count <= Self.blobLimit else { throw .tooLong(count) }
        return Data(self)
    }
}

extension LedgerError {
    /// A value has too many bytes.
    static func tooLong(_ count: Int) -> LedgerError {
        let code = ResultCode.SQLITE_TOOBIG.rawValue
        return .sqlite(code: code, extended: code, message: "a value of \(count) bytes is too long")
    }
}

extension String {
    /// The string as TEXT: SQLite would end it at a NUL, so each is replaced by U+FFFD.
    var storable: String {
        guard utf8.contains(0) else { return self }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })
        return String(scalars)
    }
}
