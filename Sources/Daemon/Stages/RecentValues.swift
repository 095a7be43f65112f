/// The values last set, by number: at least `capacity` of them, at most twice as many.
struct RecentValues<Value: Sendable>: Sendable {
    private var young: [Int64: Value] = [:]
    private var old: [Int64: Value] = [:]
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    subscript(number: Int64) -> Value? { young[number] ?? old[number] }

    /// Keeps a value.
    mutating func set(_ number: Int64, _ value: Value) {
        young[number] = value
        guard young.count >= capacity else { return }
        old = young
        young = [:]
    }
}
