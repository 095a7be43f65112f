import DropFolder
import Ledger
import SystemPackage

extension FilePath {
    /// The path's bytes, without the terminator.
    var rawBytes: [UInt8] {
        withPlatformString { pointer in
            var bytes: [UInt8] = []
            var next = pointer
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
            return bytes
        }
    }

    /// A path of raw bytes, which need not be UTF-8.
    init(rawBytes: [UInt8]) {
        let terminated = rawBytes.map { CChar(bitPattern: $0) } + [0]
        self = terminated.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
        }
    }
}

extension LedgerFileKey {
    /// The drop folder's key, as the ledger knows it.
    init(_ key: FileKey) {
        self.init(
            device: key.device, inode: key.inode, size: key.size, modified: key.modified, changed: key.changed)
    }
}

extension ClaimRecord {
    /// The file's path below its watched folder.
    var path: FilePath { FilePath(rawBytes: name) }

    /// The watched folder.
    var folderPath: FilePath { FilePath(rawBytes: folder) }

    /// The name to show: escaped where it is not UTF-8 or not printable.
    var displayName: String { escapedName(path) }

    /// The name to show for one article of many.
    func displayName(position: Int) -> String { "\(displayName)#\(position)" }

    /// The raw name where the shown one cannot hold it.
    var rawNameUnlessUTF8: [UInt8]? { String(validating: name, as: UTF8.self) == nil ? name : nil }

    /// The file as the drop folder knows it, to open it where it stayed.
    var foundFile: FoundFile {
        FoundFile(
            folder: folderPath, name: path,
            key: FileKey(device: device, inode: inode, size: size, modified: modified, changed: changed),
            kind: FoundFile.Kind(rawValue: kind) ?? .regular)
    }
}
