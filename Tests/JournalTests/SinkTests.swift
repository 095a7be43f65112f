import Glibc
import Testing

@testable import Journal

@Suite("Sinks")
struct SinkTests {
    @Test("a missing journal socket is an error, not a silent success")
    func missingSocket() {
        let sink = JournaldSink(socket: "/nonexistent/journal/socket")
        #expect(throws: JournalError.noSocket(path: "/nonexistent/journal/socket")) {
            try sink.send(Entry.ready.encoded())
        }
    }

    @Test("standard error gets one readable line an entry, without colours when it is no terminal")
    func lines() throws {
        let pipe = try Pipe()
        let sink = StandardErrorSink(descriptor: pipe.writer, environment: [:])
        try sink.send(Entry.ready.encoded(sequence: 1, ledger: "L"))
        try sink.send(Entry.journalStalled.encoded())
        let expected = "\(Entry.ready.message)\nwarning: \(Entry.journalStalled.message)\n"
        #expect(pipe.read(count: expected.utf8.count) == expected)
    }

    @Test("lines of many threads do not mix")
    func manyThreads() async throws {
        let pipe = try Pipe()
        let sink = StandardErrorSink(descriptor: pipe.writer, environment: [:])
        let expected = (0..<400).map { "\($0) went away before it was taken" }
        await withTaskGroup(of: Void.self) { group in
            for start in 0..<8 {
                group.addTask {
                    for number in 0..<50 {
                        try? sink.send(Entry.fileVanished(file: "\(start * 50 + number)").encoded())
                    }
                }
            }
        }
        let text = pipe.read(count: expected.reduce(0) { $0 + $1.utf8.count + 1 })
        #expect(text.split(separator: "\n").map(String.init).sorted() == expected.sorted())
    }

    @Test("a terminal gets colours, unless NO_COLOR or TERM=dumb asks for none")
    func colours() throws {
        let terminal = try Terminal()
        let message = Entry.journalStalled.message
        try StandardErrorSink(descriptor: terminal.user, environment: ["NO_COLOR": ""])
            .send(Entry.journalStalled.encoded())
        try StandardErrorSink(descriptor: terminal.user, environment: ["NO_COLOR": "1"])
            .send(Entry.journalStalled.encoded())
        try StandardErrorSink(descriptor: terminal.user, environment: ["TERM": "dumb"])
            .send(Entry.journalStalled.encoded())
        let expected = "\u{1B}[33mwarning: \(message)\u{1B}[0m\r\nwarning: \(message)\r\nwarning: \(message)\r\n"
        #expect(terminal.read(count: expected.utf8.count) == expected)
    }

    @Test("a closed standard error is an error")
    func closed() {
        #expect(throws: JournalError.sendFailed(errno: EBADF)) {
            try StandardErrorSink(descriptor: -1, environment: [:]).send(Entry.ready.encoded())
        }
    }

    @Test("JOURNAL_STREAM counts only when it names the stream itself")
    func journalStream() throws {
        let pipe = try Pipe()
        var status = stat()
        #expect(fstat(pipe.writer, &status) == 0)
        func isUnderJournald(_ value: String?) -> Bool {
            JournalConnection.isUnderJournald(
                environment: value.map { ["JOURNAL_STREAM": $0] } ?? [:], descriptor: pipe.writer)
        }
        #expect(isUnderJournald("\(status.st_dev):\(status.st_ino)"))
        #expect(!isUnderJournald("\(status.st_dev):\(status.st_ino + 1)"))
        #expect(!isUnderJournald("\(status.st_dev + 1):\(status.st_ino)"))
        for wrong in [nil, "", ":", "1", "a:b", "\(status.st_dev):\(status.st_ino):", "-1:-1"] {
            #expect(!isUnderJournald(wrong), "\(wrong ?? "unset")")
        }
    }
}

/// Both ends of a pipe.
struct Pipe: ~Copyable {
    let reader: Int32
    let writer: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reader, writer) = (ends[0], ends[1])
    }

    deinit {
        close(reader)
        close(writer)
    }

    func read(count: Int) -> String { readText(reader, count: count) }
}

/// A pseudo terminal: what is written to `user` is read from `master`.
struct Terminal: ~Copyable {
    let master: Int32
    let user: Int32

    init() throws {
        var master: Int32 = -1
        var user: Int32 = -1
        try #require(openpty(&master, &user, nil, nil, nil) == 0)
        (self.master, self.user) = (master, user)
    }

    deinit {
        close(master)
        close(user)
    }

    func read(count: Int) -> String { readText(master, count: count) }
}

/// Reads so many bytes, or what comes within ten seconds.
func readText(_ descriptor: Int32, count: Int) -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: count)
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while text.count < count, poll(&wanted, 1, 10_000) == 1 {
        let length = read(descriptor, &buffer, count - text.count)
        guard length > 0 else { break }
        text += buffer.prefix(length)
    }
    return String(decoding: text, as: UTF8.self)
}
