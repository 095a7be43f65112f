import Glibc

/// `Fuzz FUZZER [libFuzzer's options] [folders of inputs]`
@main
enum Fuzz {
    static func main() {
        guard CommandLine.arguments.count > 1, let fuzzer = Fuzzer(rawValue: CommandLine.arguments[1]) else {
            print("usage: Fuzz \(Fuzzer.allCases.map(\.rawValue).joined(separator: "|")) [option…] [folder…]")
            exit(64)
        }
        // libFuzzer takes no context with a call.
        Fuzz.fuzzer = fuzzer
        // The name of the fuzzer goes, so that the program's name and libFuzzer's own arguments are left.
        var arguments = CommandLine.unsafeArgv
        arguments[1] = arguments[0]
        arguments += 1
        var count = CommandLine.argc - 1
        exit(
            runLibFuzzer(&count, &arguments) { bytes, count in
                Fuzz.fuzzer.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }

    /// Set once, before the only thread begins.
    nonisolated(unsafe) private static var fuzzer = Fuzzer.articles
}

/// `LLVMFuzzerRunDriver` of libFuzzer: runs until a limit or a crash, or once over the files that are named.
@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
