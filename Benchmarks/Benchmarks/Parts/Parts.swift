import Benchmark
import Glibc

/// What each step of a decision costs, over generated articles of about 490 words.
let benchmarks: @Sendable () -> Void = {
    // A sample is a thousand articles: taking one costs more than deciding one.
    Benchmark.defaultConfiguration = .init(
        metrics: [.cpu, .throughput, .peakMemoryResident], scalingFactor: .kilo, maxDuration: .seconds(5),
        maxIterations: 20)
    measureReading()
    measureShingling()
    measureDeciding()
    measureCommitting()
    measureTelling()
}

extension BenchmarkMetric {
    /// CPU time of the thread; what the library measures itself comes in steps of ten milliseconds.
    static let cpu = BenchmarkMetric.custom("CPU time (ns)")
}

extension Benchmark {
    /// Measures the body for each article of a sample, or each batch.
    func measureEach(_ body: (Int) throws -> Void) rethrows {
        startMeasurement()
        let start = Self.threadTime()
        for index in scaledIterations { try body(index) }
        let spent = Self.threadTime() - start
        stopMeasurement()
        measurement(.cpu, spent)
    }

    /// Nanoseconds.
    private static func threadTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
