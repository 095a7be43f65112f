import Foundation
import Testing

extension SystemTests {
    @Suite("bad files")
    struct BadFiles {
        @Test("each bad file gets one clear entry and holds up no other", .timeLimit(.minutes(3)))
        func oneEntryEach() async throws {
            let grace = 8
            try await Storyd.run(settings: ["FOLDER_GRACE": "\(grace)s", "FOLDER_SETTLE": "500ms"]) { storyd in
                _ = try await storyd.mainProcess()
                let noise = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }
                try await storyd.container.script(
                    """
                    cd \(Storyd.incoming)
                    touch empty.txt
                    install -m 0000 /etc/hostname unreadable.txt
                    mkfifo pipe.txt
                    ln -s /etc/passwd link.txt
                    """)
                try storyd.drop([0x7F] + Array("ELF".utf8) + noise, as: "binary.txt")
                try storyd.drop(
                    Array(#"{"title": "Half a row", "text": "It ends in the mid"#.utf8), as: "truncated.json")
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "good.txt")

                let good = try await storyd.decisions(on: "good.txt")[0]
                #expect(good.outcome == "new-story")

                let bad = ["binary.txt", "empty.txt", "link.txt", "pipe.txt", "truncated.json", "unreadable.txt"]
                try await eventually("every bad file is decided") {
                    try await storyd.decisions().count >= bad.count + 1
                }
                let refusals = try await storyd.decisions().filter { $0.outcome == "rejected" }
                #expect(refusals.compactMap(\.file).sorted() == bad)
                for refusal in refusals {
                    let reason = try #require(refusal["REASON"])
                    #expect(!reason.isEmpty)
                    #expect(refusal.message == "rejected \(refusal.file ?? "?"): \(reason)")
                    #expect(refusal["PRIORITY"] == "4")
                    if ["empty.txt", "unreadable.txt"].contains(refusal.file) {
                        #expect(
                            refusal.time - good.time > 3_000_000, "\(refusal.message) came before its grace was over")
                    }
                }
                let spool = Storyd.spool
                try await eventually("the folder is empty") {
                    try await storyd.files(below: Storyd.incoming, spool + "/work").isEmpty
                }
                let rejected = try await storyd.files(below: spool + "/rejected")
                for name in bad {
                    #expect(rejected.contains { $0.hasSuffix("-" + name) }, "\(name): \(rejected)")
                    #expect(rejected.contains { $0.hasSuffix("-\(name).reason") }, "\(name): \(rejected)")
                }
            }
        }

        @Test("odd bytes, odd names and odd folders are read as what they are", .timeLimit(.minutes(2)))
        func oddButGood() async throws {
            try await Storyd.run { storyd in
                _ = try await storyd.mainProcess()
                let orchestra = try Host.fixture("orchestra.txt")
                let text = String(decoding: orchestra, as: UTF8.self)
                let broken = text.split(separator: "lullaby", maxSplits: 1).map { Array($0.utf8) }
                try storyd.drop(broken[0] + [0xFF, 0xC3, 0x28] + broken[1], as: "broken.txt")
                let name = Array("caf".utf8) + [0xE9] + Array(".txt".utf8)
                try storyd.drop(try Host.fixture("ferry-agency.txt"), as: name)
                try await storyd.container.script("mkdir \(Storyd.incoming)/x.txt")
                try storyd.drop(try Host.fixture("ferry-inquiry.txt"), as: "x.txt/inside.txt")

                try await eventually("all three are decided") { try await storyd.decisions().count >= 3 }
                let decisions = try await storyd.decisions()
                #expect(decisions.allSatisfy { $0.outcome != "rejected" })
                let raw = try #require(decisions.first { $0.fields["ARTICLE_FILE_RAW"] != nil })
                #expect(raw.fields["ARTICLE_FILE_RAW"]?.first == name)
                #expect(raw.file == #"caf\xe9.txt"# || raw.file == #"caf\xE9.txt"#)
                #expect(decisions.contains { $0.file == "broken.txt" && $0.story != raw.story })
                #expect(decisions.contains { $0.file == "x.txt/inside.txt" && $0.story == raw.story })
            }
        }

        @Test("a file that crashes the reader is rejected after the second crash", .timeLimit(.minutes(3)))
        func crash() async throws {
            let word = "plutoniumtrigger"
            try await Storyd.run(unit: ["Environment=STORYD_TEST_CRASH=\(word)"], debugBuild: true) { storyd in
                _ = try await storyd.mainProcess()
                try storyd.drop(Array("A headline\n\nThe \(word) sits in this text.\n".utf8), as: "crash.txt")
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                let decisions = try await storyd.decisions(on: "crash.txt", "orchestra.txt")
                #expect(decisions[0].outcome == "rejected")
                #expect(decisions[0]["REASON"]?.contains("crashed-the-reader") == true)
                #expect(decisions[1].outcome == "new-story")
                #expect(try await storyd.property("NRestarts") == "2")

                _ = try await storyd.mainProcess()
                try storyd.drop(try Host.fixture("ferry-agency.txt"), as: "ferry.txt")
                #expect(try await storyd.decisions(on: "ferry.txt")[0].outcome == "new-story")
                #expect(try await storyd.decisions().count == 3)
                #expect(try await storyd.property("NRestarts") == "2")
                let rejected = try await storyd.files(below: Storyd.spool + "/rejected")
                #expect(rejected.contains { $0.hasSuffix("-crash.txt") })
            }
        }
    }
}
