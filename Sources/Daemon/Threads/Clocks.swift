import Glibc
import SwiftOverlayShims

/// A moment of the monotonic clock: for waits and retries.
typealias Moment = SuspendingClock.Instant

/// The clocks the daemon reads, in one place: wall time names moments, monotonic time measures waits.
enum Clocks {
    /// Seconds since 1970, UTC.
    static func unixSeconds() -> Int64 { Int64(read(CLOCK_REALTIME).tv_sec) }

    /// Microseconds since 1970, UTC, as journald counts them.
    static func unixMicroseconds() -> Int64 {
        let time = read(CLOCK_REALTIME)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000
    }

    /// Nanoseconds of a clock that never jumps; it stands still while the machine sleeps.
    static func monotonicNanoseconds() -> Int64 {
        let time = read(CLOCK_MONOTONIC)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        clock_gettime(clock, &time)
        return time
    }
}
