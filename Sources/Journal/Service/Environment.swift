import Glibc

/// The values of these environment variables of the process, as far as they are set (`getenv`).
func processEnvironment(_ names: [String]) -> [String: String] {
    var values: [String: String] = [:]
    for name in names {
        if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
}
