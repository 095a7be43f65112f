import Foundation
import Glibc
import Logging
import Synchronization
import SystemPackage

/// Answers commands over a Unix socket, one request a connection, each on a thread of its own.
///
/// Who may connect is decided by the folder the socket is in and by its group; whoever asks for a change is logged.
final class ControlServer: Sendable {
    /// Connections served at once; a further one waits in the kernel's queue.
    private static let mostConnections = 8
    /// Bytes of a request: an import sends articles.
    private static let longestRequest = 32 << 20
    /// Bytes of a reply; a longer one is refused.
    static let longestReply = 64 << 20
    /// Seconds a peer may take to send its request, or to read the reply.
    private static let patience = 10

    private let path: FilePath
    private let logger: Logger
    private let answer: @Sendable (ControlRequest, _ user: String?) -> ControlReply
    private let listener: FileDescriptor
    private let slots = DispatchSemaphore(value: mostConnections)
    private let isStopping = Atomic<Bool>(false)

    /// Listens at a path, where a socket that nobody listens at is replaced.
    /// - Parameter answer: Called on any thread, with the name of the user who asks, where the kernel tells.
    /// - Throws: `Errno`.
    init(
        path: FilePath, logger: Logger,
        answer: @escaping @Sendable (ControlRequest, _ user: String?) -> ControlReply
    ) throws {
        self.path = path
        self.logger = logger
        self.answer = answer
        listener = try UnixSocket.listening(at: path)
    }

    /// Serves until `stop()`.
    func run() {
        while !isStopping.load(ordering: .acquiring) {
            var ready = pollfd(fd: listener.rawValue, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 500) > 0 else { continue }
            slots.wait()
            let connection = accept(listener.rawValue, nil, nil)
            guard connection >= 0 else {
                slots.signal()
                // Out of descriptors, say: whoever asks is served when there are some again.
                Thread.sleep(forTimeInterval: 0.1)
                continue
            }
            _ = StageThread("control") { [self] in
                serve(FileDescriptor(rawValue: connection))
                slots.signal()
            }
        }
        try? listener.close()
        unlink(path.string)
    }

    /// Lets `run()` end within a second.
    func stop() { isStopping.store(true, ordering: .releasing) }

    private func serve(_ connection: FileDescriptor) {
        defer { try? connection.close() }
        UnixSocket.limit(connection, seconds: Self.patience)
        do {
            let line = try UnixSocket.line(from: connection, limit: Self.longestRequest)
            guard !line.isEmpty else { return }
            var reply = try Self.encoded(respond(line, UnixSocket.peer(connection)))
            reply.append(UInt8(ascii: "\n"))
            try connection.writeAll(reply)
        } catch {
            logger.debug("control: \(error)")
        }
    }

    /// The line of a reply, or that it is too long.
    static func encoded(_ reply: ControlReply) throws -> Data {
        let encoded = try JSONEncoder().encode(reply)
        guard encoded.count > longestReply else { return encoded }
        let reason = "the answer is longer than \(longestReply >> 20) MiB; ask for less"
        return try JSONEncoder().encode(ControlReply.refused(reason: reason))
    }

    private func respond(_ line: [UInt8], _ peer: (pid: Int32, uid: UInt32)?) -> ControlReply {
        guard let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line)) else {
            return .refused(reason: "not a request of this version of storyd (\(StorydService.version))")
        }
        let user = peer.flatMap { Self.name(ofUser: $0.uid) }
        if let change = request.change {
            let stated = request.statedUser.map { "\($0) (by its own account; the sandbox hides users)" }
            let process = peer.map { ", process \($0.pid)" } ?? ""
            logger.notice("control: \(change), asked by \(user ?? stated ?? "someone unknown")\(process)")
        }
        return answer(request, user)
    }

    /// `PrivateUsers=` shows every other user as the kernel's overflow id (user_namespaces(7)).
    private static func name(ofUser user: UInt32) -> String? { user == 65_534 ? nil : userName(user) }
}

extension ControlRequest {
    /// What is known or said may be different afterwards: this, in words. Nil for a question.
    var change: String? {
        switch self {
        case .status, .ask: nil
        case .correct(.merge(let one, let other), _): "merge \(one) \(other)"
        case .correct(.move(let article, let story), _): "move \(article) \(story)"
        case .requeue(let request, _) where request.isTrial: nil
        case .requeue(let request, _):
            "requeue "
                + (request.files.isEmpty
                    ? request.reason.map { "“\($0)”" } ?? "all" : request.files.joined(separator: " "))
        case .take(.start(let files), _): "import \(files) files"
        case .take: nil
        case .retell(let since, _): "send entries since \(since) again"
        }
    }

    /// Who asks, by the command's account.
    var statedUser: String? {
        switch self {
        case .status, .ask: nil
        case .correct(_, let user), .requeue(_, let user), .retell(_, let user), .take(_, let user): user
        }
    }
}
