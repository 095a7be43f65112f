import Synchronization
import Testing

@testable import Daemon

@Suite("Work side by side that comes out in order")
struct OrderedPoolTests {
    private struct Broken: Error {}

    /// A pool with threads that work on it.
    private func pool(threads: Int, capacity: Int, _ body: @escaping @Sendable (Int) -> Int) -> OrderedPool<Int, Int> {
        let pool = OrderedPool<Int, Int>(capacity: capacity)
        for _ in 0..<threads { _ = StageThread("work") { pool.work(body) } }
        return pool
    }

    @Test("results come in the order of what was given, however long each takes", arguments: [1, 2, 7])
    func order(threads: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        let pool = pool(threads: threads, capacity: 5) { number in
            // Some take a thousand times as long as others.
            var mixed = UInt64(number) ^ seed
            for _ in 0..<((number ^ Int(seed & 7)) % 8 == 0 ? 100_000 : 100) {
                mixed = mixed &* 0x9E37_79B9_7F4A_7C15 | 1
            }
            return mixed == 0 ? -1 : number
        }
        _ = StageThread("give") {
            for number in 0..<2000 { pool.give(number) }
            pool.close()
        }
        var taken: [Int] = []
        while let next = try pool.take() { taken.append(next) }
        #expect(taken == Array(0..<2000), "seed \(seed)")
        #expect(pool.isEmpty)
    }

    @Test("what was given before the input broke off comes out first, then the fault")
    func failure() throws {
        let pool = pool(threads: 2, capacity: 8) { $0 * 2 }
        for number in 0..<5 { pool.give(number) }
        pool.close(Broken())
        for number in 0..<5 { #expect(try pool.take() == number * 2) }
        #expect(throws: Broken.self) { try pool.take() }
    }

    @Test("nobody waits for a pool that was stopped")
    func stop() {
        let pool = OrderedPool<Int, Int>(capacity: 1)
        #expect(pool.give(1))
        let refused = Mutex(false)
        let thread = StageThread("give") { refused.withLock { $0 = !pool.give(2) } }
        pool.stop()
        #expect(thread.join(timeout: 10))
        #expect(refused.withLock { $0 })
    }
}
