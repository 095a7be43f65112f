public import SystemPackage

/// What became of an attempt to claim a file.
public enum ClaimResult: Sendable, Equatable {
    /// It is in `work/` now, and is what was found.
    case claimed
    /// We may not move it (`EACCES`, `EPERM`, `EROFS`, `EXDEV`, `EBUSY`): it can only be read where it is.
    case mustStay(Errno)
    /// There is nothing under the name any more.
    case gone
    /// What is there is not what was found; it was left, or put back. Release it, so that it settles again.
    case changed
}
