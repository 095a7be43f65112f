import Testing

/// What only a real systemd can show: the installed unit, its sandbox, the journal, and what is left after a kill.
///
/// Each test boots a machine of its own, one after the other.
@Suite(
    "the installed service", .serialized,
    .enabled(if: Host.isRoot, "booting a container needs root"),
    .enabled(if: Host.hasContainers, "needs systemd-nspawn (Debian package systemd-container)"))
enum SystemTests {}

/// Every order of some values.
func permutations<Value>(_ values: [Value]) -> [[Value]] {
    guard values.count > 1 else { return [values] }
    return values.indices.flatMap { index in
        var rest = values
        let first = rest.remove(at: index)
        return permutations(rest).map { [first] + $0 }
    }
}
