import Foundation

/// A program that is run to its end on threads of its own, so that no test waits for another's.
struct Command {
    struct Result {
        var status: Int32
        var output: [UInt8]
        var errors: [UInt8]

        var text: String { String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        var complaint: String {
            String(decoding: errors, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    var arguments: [String]

    func run() async throws -> Result {
        let arguments = arguments
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try Self.runBlocking(arguments) }) }
        }
    }

    private static func runBlocking(_ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()

        // Both pipes are emptied at the same time: the program may fill either first.
        let outputEnd = output.fileHandleForReading
        let collected = Collected()
        let reader = Thread { collected.finish(outputEnd.readDataToEndOfFile()) }
        reader.start()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        let text = collected.wait()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: [UInt8](text), errors: [UInt8](complaint))
    }
}

/// Data that one thread waits for and another brings.
private final class Collected: @unchecked Sendable {
    // Unchecked: `data` is written before the semaphore is signalled and read after it was waited for.
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    func finish(_ data: Data) {
        self.data = data
        done.signal()
    }

    func wait() -> Data {
        done.wait()
        return data
    }
}
