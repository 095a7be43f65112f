import Foundation
import Synchronization
import Testing

@testable import Daemon

@Suite("Queues between stages")
struct BoundedQueueTests {
    @Test("values come out in the order they went in, all that are there at once")
    func order() {
        let queue = BoundedQueue<Int>(capacity: 10)
        for value in 0..<5 { queue.put(value) }
        #expect(queue.take(most: 3) == [0, 1, 2])
        #expect(queue.take(most: 100) == [3, 4])
    }

    @Test("a full queue holds the producer back until something is taken")
    func backPressure() {
        let queue = BoundedQueue<Int>(capacity: 2)
        let produced = Atomic<Int>(0)
        let producer = StageThread("producer") {
            for value in 0..<100 {
                queue.put(value)
                produced.add(1, ordering: .relaxed)
            }
            queue.close()
        }
        var taken: [Int] = []
        while !queue.isFinished {
            taken += queue.take(most: 1)
            // At most the capacity is inside, and one value is on its way between `put` and the counter.
            #expect(produced.load(ordering: .relaxed) <= taken.count + 2)
        }
        producer.join()
        #expect(taken == Array(0..<100))
    }

    @Test("an element larger than the capacity enters an empty queue")
    func oversized() {
        let queue = BoundedQueue<String>(capacity: 4)
        #expect(queue.put("large", cost: 1000))
        #expect(queue.take(most: 1) == ["large"])
    }

    @Test("a closed queue takes nothing more and gives what it has")
    func close() {
        let queue = BoundedQueue<Int>(capacity: 4)
        queue.put(1)
        queue.close()
        #expect(!queue.put(2))
        #expect(!queue.isFinished)
        #expect(queue.take(most: 10) == [1])
        #expect(queue.isFinished)
        #expect(queue.take(most: 10).isEmpty)
    }

    @Test("a wait ends at its deadline")
    func deadline() {
        let queue = BoundedQueue<Int>(capacity: 4)
        #expect(queue.take(most: 1, until: .now + .milliseconds(10)).isEmpty)
        #expect(!queue.isFinished)
    }

    @Test("who is ahead waits until little is left, the end of the queue, or the moment")
    func ahead() {
        let queue = BoundedQueue<Int>(capacity: 40)
        for value in 0..<10 { queue.put(value) }
        #expect(queue.waitWhileAhead(until: .now + .seconds(600)))
        queue.put(10)
        #expect(!queue.waitWhileAhead(until: .now + .milliseconds(10)))
        let taker = StageThread("taker") { _ = queue.take(most: 1) }
        #expect(queue.waitWhileAhead(until: .now + .seconds(600)))
        taker.join()
        queue.put(11)
        let closer = StageThread("closer") { queue.close() }
        #expect(queue.waitWhileAhead(until: .now + .seconds(600)))
        closer.join()
    }

    @Test("who gathers takes many at once, but waits for them no longer than told, nor for what does not fit")
    func gathering() {
        let queue = BoundedQueue<Int>(capacity: 100)
        let producer = StageThread("producer") { for value in 0..<20 { queue.put(value) } }
        #expect(queue.take(most: 100, gathering: .init(count: 20, atMost: .seconds(600))) == Array(0..<20))
        producer.join()
        queue.put(20)
        #expect(queue.take(most: 100, gathering: .init(count: 2, atMost: .milliseconds(10))) == [20])
        queue.put(21, cost: 60)
        #expect(queue.take(most: 100, gathering: .init(count: 2, atMost: .seconds(600))) == [21], "more than half")
        queue.put(22)
        let closer = StageThread("closer") { queue.close() }
        #expect(queue.take(most: 100, gathering: .init(count: 2, atMost: .seconds(600))) == [22])
        closer.join()
    }

    @Test("a heartbeat counts work, not waiting")
    func heartbeat() {
        let heartbeat = Heartbeat()
        #expect(heartbeat.stuckFor == .zero)
        heartbeat.beat()
        while heartbeat.stuckFor == .zero {}
        heartbeat.waiting { #expect(heartbeat.stuckFor == .zero) }
        heartbeat.wait()
        #expect(heartbeat.stuckFor == .zero)
    }

    @Test("waits double up to their limit")
    func backoff() {
        var backoff = Backoff(first: .seconds(1), most: .seconds(5))
        #expect(
            [backoff.next(), backoff.next(), backoff.next(), backoff.next()].map(\.milliseconds) == [
                1000, 2000, 4000, 5000,
            ])
        #expect(Backoff.wait(attempt: 60, first: .seconds(1), most: .seconds(300)) == .seconds(300))
    }
}
