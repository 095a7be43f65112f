import Glibc

/// Which journald, in which boot, took an entry. When it changes, what was sent and not confirmed may be lost.
public struct JournaldIdentity: Sendable, Equatable {
    /// journald's process, nil when unknown.
    public let process: Int32?
    /// The kernel's boot id, nil when unknown.
    public let boot: String?

    /// The journald of this moment.
    public static var current: JournaldIdentity {
        JournaldIdentity(process: journaldProcess(), boot: bootID())
    }
}

/// journald's process, from its control group, or nil when there is none or it cannot be seen.
public func journaldProcess() -> Int32? {
    // Where the hierarchy is mounted when it is version 2, beside version 1, and version 1.
    for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"] {
        let path = "\(root)/system.slice/systemd-journald.service/cgroup.procs"
        if let line = firstLine(of: path), let process = Int32(line), process > 0 { return process }
    }
    return nil
}

/// The kernel's id of this boot, 36 characters, or nil where `/proc/sys` is hidden.
public func bootID() -> String? {
    firstLine(of: "/proc/sys/kernel/random/boot_id")
}

/// The first line of a short file of the kernel, nil when there is none.
private func firstLine(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0, let line = buffer.prefix(count).split(separator: UInt8(ascii: "\n")).first else { return nil }
    return String(decoding: line, as: UTF8.self)
}
