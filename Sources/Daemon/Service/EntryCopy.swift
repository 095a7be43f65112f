#if DEBUG
import Foundation
import Journal

/// In a debug build, keeps a copy of every entry that was sent in the file that `STORYD_TEST_ENTRIES` names, so that a
/// test of the process can see what a journal would hold.
struct EntryCopy: EntrySink {
    private let sink: any EntrySink
    private let file: FileHandle

    init?(of sink: any EntrySink) {
        guard let path = ProcessInfo.processInfo.environment["STORYD_TEST_ENTRIES"] else { return nil }
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        self.sink = sink
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func send(_ entry: EncodedEntry) throws(JournalError) {
        try sink.send(entry)
        let fields = entry.fields.map { "\($0.name)=\(String(decoding: $0.value, as: UTF8.self))" }
        // One write, so that what a kill leaves is whole lines.
        try? file.write(contentsOf: Data((fields.joined(separator: "\t") + "\n").utf8))
    }
}
#endif
