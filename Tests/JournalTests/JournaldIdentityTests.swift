import Journal
import Testing

@Suite("Which journald")
struct JournaldIdentityTests {
    @Test("the boot has an id of 36 characters that stays")
    func boot() throws {
        let boot = try #require(bootID())
        #expect(boot.count == 36)
        #expect(JournaldIdentity.current.boot == boot)
    }

    @Test("journald's process is a process, where it is known")
    func process() {
        if let process = journaldProcess() { #expect(process > 1) }
    }
}
