import Glibc

/// A stack for the signal handlers of the thread that installs it: a thread that has overflowed its own has no room left
/// to run one on.
enum SignalStack {
    private static let size = 64 << 10

    /// Runs a thread's body with a stack for its handlers.
    static func around(_ body: () -> Void) {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
        body()
        stack.ss_flags = Int32(SS_DISABLE)
        sigaltstack(&stack, nil)
        memory.deallocate()
    }
}
