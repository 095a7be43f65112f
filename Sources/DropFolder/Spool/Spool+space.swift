public import SystemPackage

/// How much room there is.
extension Spool {
    /// The bytes free for us on the file system of a folder; nil where that is not told.
    public func freeBytes(of folder: FilePath) -> Int64? {
        do throws(Errno) {
            let directory = try system.openDirectory(folder, [])
            return try system.freeBytes(directory.raw)
        } catch {
            return nil
        }
    }
}
