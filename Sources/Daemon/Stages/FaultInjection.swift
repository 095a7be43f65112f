import DropFolder
import SystemPackage

#if DEBUG
import Foundation
import Synchronization
#endif

/// System calls that fail now and then, in a debug build that is told so.
///
/// `STORYD_TEST_FAULTS=30:/tmp/faults` has 30 of 1,000 calls of the drop folder and the spool fail with a full disk, an
/// error of the device or a want of descriptors, and writes a byte to the file for each. In a release build there is
/// nothing of it.
enum FaultInjection {
    #if DEBUG
    private final class Plan: Sendable {
        private let perMille: Int
        private let log: Int32

        init?(_ text: String?) {
            let parts = text?.split(separator: ":", maxSplits: 1) ?? []
            guard parts.count == 2, let perMille = Int(parts[0]) else { return nil }
            self.perMille = perMille
            log = Glibc.open(String(parts[1]), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        }

        func strike() throws(Errno) {
            guard Int.random(in: 0..<1000) < perMille else { return }
            _ = Glibc.write(log, "!", 1)
            throw [Errno.noSpace, .ioError, .tooManyOpenFiles].randomElement() ?? .ioError
        }
    }

    private static let plan = Plan(ProcessInfo.processInfo.environment["STORYD_TEST_FAULTS"])

    /// The calls, failing as planned.
    static func into(_ system: SystemCalls) -> SystemCalls {
        guard let plan else { return system }
        var faulty = system
        faulty.open = { (directory, path, flags, mode) throws(Errno) in
            try plan.strike()
            return try system.open(directory, path, flags, mode)
        }
        faulty.rename = { (oldDirectory, old, newDirectory, new) throws(Errno) in
            try plan.strike()
            try system.rename(oldDirectory, old, newDirectory, new)
        }
        faulty.read = { (descriptor, buffer) throws(Errno) in
            try plan.strike()
            return try system.read(descriptor, buffer)
        }
        faulty.write = { (descriptor, bytes) throws(Errno) in
            try plan.strike()
            return try system.write(descriptor, bytes)
        }
        faulty.sync = { (descriptor) throws(Errno) in
            try plan.strike()
            try system.sync(descriptor)
        }
        return faulty
    }
    #else
    @inline(__always) static func into(_ system: SystemCalls) -> SystemCalls { system }
    #endif
}
