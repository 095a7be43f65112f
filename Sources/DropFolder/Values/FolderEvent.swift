public import SystemPackage

/// What a watcher has to tell.
public enum FolderEvent: Sendable {
    /// Files that have settled, at most 4,096, in feed order: by time of change, then by the bytes of the name.
    case found([FoundFile])
    /// Something an operator may want to know.
    case notice(FolderNotice)
}

/// A state of a watched folder that is worth an entry in the journal.
public enum FolderNotice: Sendable, Equatable {
    /// The kernel's event queue overflowed; a rescan of the folder follows.
    case overflow(FilePath)
    /// No more watches or instances are to be had: folders such as this one are polled instead.
    ///
    /// `sysctl` names the kernel setting and `value` is what it is set to (-1 where `/proc/sys` is hidden from us).
    /// Told once, and again only after all folders were watched in between.
    case watchLimit(FilePath, sysctl: String, value: Int)
    /// A folder is polled, because inotify tells nothing of what others do on a file system of this kind.
    ///
    /// Told once for the topmost folder on it.
    case polled(FilePath, fileSystem: String)
    /// The watched folder is not there (renamed, deleted, unmounted, or never created). It is awaited.
    case folderMissing(FilePath)
    /// The watched folder is back, watched, and scanned.
    case folderReturned(FilePath)
    /// A folder cannot be opened, listed or watched, and why. It is tried again at every scan.
    case unreadableFolder(FilePath, Errno)
}
