import Foundation
import Glibc
public import SystemPackage

/// Asks a running daemon over its control socket.
public struct ControlClient: Sendable {
    private let path: FilePath

    /// A client of the daemon that listens at this path.
    public init(path: FilePath) {
        self.path = path
    }

    /// The daemon's answer; nil when no daemon listens there.
    /// - Parameter patience: Seconds to wait for it.
    /// - Throws: `Errno`: `.permissionDenied` for who is not of the socket's group; `.wouldBlock` when the daemon does
    ///   not answer in time.
    public func ask(_ request: ControlRequest, patience: Int = 30) throws -> ControlReply? {
        let connection: FileDescriptor
        do {
            connection = try UnixSocket.connected(to: path)
        } catch Errno.noSuchFileOrDirectory, Errno.connectionRefused {
            return nil
        }
        defer { try? connection.close() }
        UnixSocket.limit(connection, seconds: patience)
        var line = try JSONEncoder().encode(request)
        line.append(UInt8(ascii: "\n"))
        try connection.writeAll(line)
        let reply = try UnixSocket.line(from: connection, limit: ControlServer.longestReply)
        return try JSONDecoder().decode(ControlReply.self, from: Data(reply))
    }
}
