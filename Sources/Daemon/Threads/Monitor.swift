import Glibc
import SwiftOverlayShims

/// A mutex with a condition that waits by the monotonic clock, so that setting the time of day moves no deadline.
final class Monitor: @unchecked Sendable {
    // @unchecked: both are made for use by many threads, and never move in memory.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        Self.initialize(condition)
    }

    private static func initialize(_ condition: UnsafeMutablePointer<pthread_cond_t>) {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` with the mutex held.
    func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Inside `locked`: lets the mutex go until somebody calls `wakeAll`, or the moment has come.
    /// - Returns: False when the moment has come.
    func wait(until moment: Moment? = nil) -> Bool { wait(condition, until: moment) }

    private func wait(_ condition: UnsafeMutablePointer<pthread_cond_t>, until moment: Moment?) -> Bool {
        guard let moment else { return pthread_cond_wait(condition, mutex) == 0 }
        let nanoseconds = Clocks.monotonicNanoseconds() &+ max(0, Moment.now.duration(to: moment).nanoseconds)
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        return pthread_cond_timedwait(condition, mutex, &time) == 0
    }

    /// Inside `locked`: wakes every thread that waits.
    func wakeAll() {
        pthread_cond_broadcast(condition)
    }

    /// Something to wait for apart from the rest, so that whoever waits for something else sleeps on.
    final class Queue {
        // Used inside `locked` of its monitor alone.
        private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private var waiting = 0

        init() { Monitor.initialize(condition) }

        deinit {
            pthread_cond_destroy(condition)
            condition.deallocate()
        }

        /// Lets the mutex go until somebody calls `wake`, or the moment has come.
        /// - Returns: False when the moment has come.
        @discardableResult
        func wait(in monitor: Monitor, until moment: Moment? = nil) -> Bool {
            waiting += 1
            defer { waiting -= 1 }
            return monitor.wait(condition, until: moment)
        }

        /// Wakes one thread that waits, if any does.
        func wakeOne() {
            if waiting > 0 { pthread_cond_signal(condition) }
        }

        /// Wakes every thread that waits.
        func wakeAll() {
            if waiting > 0 { pthread_cond_broadcast(condition) }
        }
    }
}
