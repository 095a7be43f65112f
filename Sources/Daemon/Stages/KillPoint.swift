import DropFolder
import Synchronization
import SystemPackage

#if DEBUG
import Foundation
#endif

/// The moments between two steps of the line, at each of which a debug build can be told to die.
///
/// `STORYD_TEST_KILL_AT=committed:3` ends the process with SIGKILL when it comes to that point for the third time, as a
/// power cut or the kernel's out-of-memory killer would. In a release build there is nothing of it.
enum KillPoint: String, CaseIterable {
    /// The claims are in the ledger, the files still where they were found.
    case recorded
    /// One file is in `work/`.
    case renamed
    /// The renames are synced.
    case synced
    /// The attempt is counted, the file not opened yet.
    case counted
    /// The file is read and nothing of it decided.
    case read
    /// The engine has decided, the ledger knows nothing of it.
    case decided
    /// The decisions are in the ledger, nobody was told.
    case committed
    /// An entry is sent, and not noted as sent.
    case sent
    /// The entries are noted as sent, their files not yet put away.
    case noted
    /// The sequence or the reason is written beside the place of a file, which is still in `work/`.
    case written
    /// The file is in its place, and the ledger takes it for decided only.
    case putAway = "put-away"
    /// The ledger knows that it is put away.
    case finished
    /// A damaged ledger is set aside, and nothing of a new one is there.
    case setAside = "set-aside"
    /// Some of a new ledger's decisions are in it.
    case rebuilding
    /// The new ledger is complete, and not yet in its place.
    case rebuilt

    /// Those that every file comes by.
    static let line = allCases.filter { ![.setAside, .rebuilding, .rebuilt].contains($0) }

    #if DEBUG
    private static let planned: (point: KillPoint, countdown: Countdown)? = {
        let plan = ProcessInfo.processInfo.environment["STORYD_TEST_KILL_AT"]?.split(separator: ":") ?? []
        guard plan.count == 2, let point = KillPoint(rawValue: String(plan[0])), let count = Int(plan[1]) else {
            return nil
        }
        return (point, Countdown(count))
    }()

    private final class Countdown: Sendable {
        private let left: Atomic<Int>
        init(_ count: Int) { left = Atomic(count) }
        func isOver() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }

    /// The line has come to this point.
    static func reached(_ point: KillPoint) {
        guard let planned, planned.point == point, planned.countdown.isOver() else { return }
        kill(getpid(), SIGKILL)
    }

    /// The calls with the point ``written`` after each write, of which the spool makes none but beside a file's place.
    static func watching(_ system: SystemCalls) -> SystemCalls {
        var watched = system
        watched.write = { (descriptor, bytes) throws(Errno) in
            let count = try system.write(descriptor, bytes)
            reached(.written)
            return count
        }
        return watched
    }
    #else
    @inline(__always) static func reached(_ point: KillPoint) {}
    @inline(__always) static func watching(_ system: SystemCalls) -> SystemCalls { system }
    #endif
}
