import DropFolder
import Journal
import Ledger
import SystemPackage

#if DEBUG
import Foundation
import Synchronization
#endif

/// System calls, transactions and the journal's socket, failing now and then in a debug build that is told so.
///
/// `STORYD_TEST_FAULTS=30:/tmp/faults` has 30 of 1,000 calls of the drop folder and the spool fail with a full disk, an
/// error of the device or a want of descriptors, as many transactions of the ledger with a full disk or an error of the
/// device, and as many entries with a socket that is gone. It writes a byte to the file for each. In a release build there
/// is nothing of it.
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

        func strikes() -> Bool {
            guard Int.random(in: 0..<1000) < perMille else { return false }
            _ = Glibc.write(log, "!", 1)
            return true
        }

        func strike() throws(Errno) {
            guard strikes() else { return }
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
    /// Lets the ledger's transactions fail as planned, from now on.
    static func into(_ ledger: Ledger) {
        guard let plan else { return }
        let codes: [Int32] = [10, 13]  // SQLITE_IOERR, SQLITE_FULL
        ledger.beforeCommit.withLock {
            $0 = { () throws(LedgerError) in
                guard plan.strikes() else { return }
                let code = codes.randomElement() ?? 10
                throw .sqlite(code: code, extended: code, message: "a fault that a test has injected")
            }
        }
    }

    private struct FaultySink: EntrySink {
        let sink: any EntrySink
        let plan: Plan

        func send(_ entry: EncodedEntry) throws(JournalError) {
            if plan.strikes() { throw .noSocket(path: "a fault that a test has injected") }
            try sink.send(entry)
        }
    }

    /// The journal, failing as planned.
    static func into(_ sink: any EntrySink) -> any EntrySink {
        guard let plan else { return sink }
        return FaultySink(sink: sink, plan: plan)
    }
    #else
    @inline(__always) static func into(_ system: SystemCalls) -> SystemCalls { system }
    @inline(__always) static func into(_ ledger: Ledger) {}
    @inline(__always) static func into(_ sink: any EntrySink) -> any EntrySink { sink }
    #endif
}
