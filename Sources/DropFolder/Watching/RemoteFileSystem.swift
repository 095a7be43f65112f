/// File systems whose changes may be made by another machine or another program, of which inotify tells nothing.
enum RemoteFileSystem {
    /// The name of a file system by its `f_type`, when it is one of them. The numbers are those of statfs(2) and
    /// `<linux/magic.h>`.
    static func name(ofType type: UInt32) -> String? {
        switch type {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB"
        case 0x6573_5546: "FUSE"
        case 0x0102_1997: "9P"
        case 0x00C3_6400: "Ceph"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x7375_7245: "Coda"
        case 0x786F_4256: "VirtualBox"
        case 0xBACB_ACBC: "VMware"
        case 0x0116_1970: "GFS2"
        case 0x7461_636F: "OCFS2"
        case 0x0BD0_0BD0: "Lustre"
        default: nil
        }
    }
}
