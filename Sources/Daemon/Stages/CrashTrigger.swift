#if DEBUG
import Foundation
#endif

/// A debug build can be told to crash on a file, so that tests see what a crash of a parser does to the service.
enum CrashTrigger {
    #if DEBUG
    private static let word = word("STORYD_TEST_CRASH")
    private static let overflowWord = word("STORYD_TEST_OVERFLOW")

    static func check(_ bytes: [UInt8]) {
        if holds(bytes, word) { fatalError("STORYD_TEST_CRASH: this file holds the word that crashes a debug build") }
        if holds(bytes, overflowWord) { print(overflow(bytes.count)) }
    }

    private static func word(_ variable: String) -> Data? {
        ProcessInfo.processInfo.environment[variable].map { Data($0.utf8) }
    }

    private static func holds(_ bytes: [UInt8], _ word: Data?) -> Bool {
        guard let word, !word.isEmpty else { return false }
        return Data(bytes).range(of: word) != nil
    }

    /// Calls itself until the stack is full.
    @inline(never)
    private static func overflow(_ depth: Int) -> Int {
        depth == .min ? 0 : overflow(depth &+ 1) ^ depth
    }
    #else
    static func check(_ bytes: [UInt8]) {}
    #endif
}
