import Testing

/// Waits for a condition, far longer than it should ever take; the test fails when it never holds.
func eventually(
    _ what: Comment, within limit: Duration = .seconds(60), location: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, "after \(limit) still not: \(what)", sourceLocation: location)
        try await Task.sleep(for: .milliseconds(100))
    }
}
