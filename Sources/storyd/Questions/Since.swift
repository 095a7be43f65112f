import ArgumentParser
import Daemon
import Foundation

/// How far to look back: a time span before now.
struct Since: ExpressibleByArgument {
    /// Seconds since 1970.
    let seconds: Int64

    init(seconds: Int64) { self.seconds = seconds }

    init?(argument: String) {
        guard let span = Duration(settingText: argument) else { return nil }
        seconds = Int64(Date().timeIntervalSince1970) - span.components.seconds
    }
}
