#if DEBUG
import Foundation
#endif

/// A debug build can be told to crash on a file, so that tests see what a crash of a parser does to the service.
enum CrashTrigger {
    #if DEBUG
    private static let word = ProcessInfo.processInfo.environment["STORYD_TEST_CRASH"].map { Data($0.utf8) }

    static func check(_ bytes: [UInt8]) {
        guard let word, !word.isEmpty, Data(bytes).range(of: word) != nil else { return }
        fatalError("STORYD_TEST_CRASH: this file holds the word that crashes a debug build")
    }
    #else
    static func check(_ bytes: [UInt8]) {}
    #endif
}
