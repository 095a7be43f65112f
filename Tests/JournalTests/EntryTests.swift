import Journal
import Testing

@Suite("Entries")
struct EntryTests {
    @Test("each entry reads as agreed", arguments: entrySamples)
    func message(_ sample: EntrySample) {
        #expect(sample.entry.message == sample.line)
        #expect(sample.entry.encoded().message == sample.line)
    }

    @Test("the samples show every kind of entry")
    func samplesAreComplete() {
        #expect(Set(entrySamples.map(\.entry.kind)) == Set(EntryKind.allCases))
    }

    @Test("message ids are 32 hexadecimal digits and no two are alike")
    func messageIDs() {
        let ids = EntryKind.allCases.map(\.messageID)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.count == 32 && id.allSatisfy { $0.isHexDigit && !$0.isUppercase && $0.isASCII }, "\(id)")
        }
    }

    @Test("every field name is one that journald takes")
    func fieldNames() {
        for name in FieldName.allCases {
            #expect(FieldName.isValid(name.rawValue), "\(name.rawValue)")
        }
        for name in ["", "_PID", "1A", "lower", "A-B", "A=B", "Ä", String(repeating: "A", count: 65)] {
            #expect(!FieldName.isValid(name), "\(name)")
        }
    }

    @Test(
        "every entry carries its id, priority and identifier, and no field of its own making", arguments: entrySamples)
    func commonFields(_ sample: EntrySample) {
        let entry = sample.entry.encoded(sequence: 7, ledger: "0123456789abcdef")
        let fields = entry.dictionary
        let kind = sample.entry.kind
        #expect(fields["MESSAGE_ID"] == kind.messageID)
        #expect(fields["PRIORITY"] == String(kind.priority.rawValue))
        #expect(entry.priority == kind.priority)
        #expect(fields["SYSLOG_IDENTIFIER"] == "storyd")
        #expect(fields["OUTCOME"] == (kind.isDecision ? kind.rawValue : nil))
        #expect(fields["ASSIGNMENT_SEQ"] == "7")
        #expect(fields["LEDGER_ID"] == "0123456789abcdef")
        #expect(fields["REPLAYED"] == nil)
        for name in fields.keys { #expect(FieldName(rawValue: name) != nil, "\(name)") }
        #expect(!fields.values.contains { $0.contains("\n") })
    }

    @Test("a decision's fields say exactly what was decided")
    func decisionFields() {
        let new = Entry.newStory(article: hill, story: story(1), follows: "2c8f0d1bzzzzz", score: 0.25)
            .encoded(sequence: 1, ledger: "L").dictionary
        #expect(
            new == [
                "MESSAGE":
                    "new story 7k3m9q2x “U.S. official: North Korea should compensate Sony” (hill.txt), follows 2c8f0d1b",
                "MESSAGE_ID": EntryKind.newStory.messageID, "PRIORITY": "6", "SYSLOG_IDENTIFIER": "storyd",
                "OUTCOME": "new-story", "ASSIGNMENT_SEQ": "1", "LEDGER_ID": "L", "ARTICLE_ID": "1",
                "ARTICLE_FILE": "hill.txt", "ARTICLE_TITLE": hill.title, "ARTICLE_URL": "https://example.org/hill",
                "ARTICLE_SOURCE": "The Hill", "ARTICLE_DATE": "2014-12-22T00:00:00Z", "ARTICLE_LANGUAGE": "en",
                "STORY_ID": "7k3m9q2xabcde", "STORY_TITLE": hill.title, "STORY_SIZE": "1",
                "STORY_FOLLOWS": "2c8f0d1bzzzzz", "STORY_SCORE": "0.2500",
            ])
        let near = Entry.nearDuplicate(
            article: blaze, story: story(3), of: earlier(similarity: 0.00005, containment: 2), score: .nan
        ).encoded().dictionary
        #expect(near["DUPLICATE_OF"] == "1")
        #expect(near["DUPLICATE_FILE"] == "hill.txt")
        #expect(near["SIMILARITY"] == "0.0001")
        #expect(near["CONTAINMENT"] == "1.0000")
        #expect(near["STORY_SCORE"] == "0.0000")
        let moved = Entry.moved(article: blaze, story: story(3), from: "2c8f0d1bzzzzz").encoded().dictionary
        #expect(moved["PREVIOUS_STORY_ID"] == "2c8f0d1bzzzzz")
        #expect(moved["STORY_ID"] == "7k3m9q2xabcde")
        let merged = Entry.merged(story: story(3), absorbed: "2c8f0d1bzzzzz").encoded().dictionary
        #expect(merged["MERGED_STORY_ID"] == "2c8f0d1bzzzzz")
        #expect(merged["STORY_ID"] == "7k3m9q2xabcde")
    }

    @Test("what is not known is not a field")
    func unknownIsAbsent() {
        let fields = Entry.rejected(file: ArticleFields(file: "x"), reason: "empty").encoded().dictionary
        #expect(
            Set(fields.keys) == [
                "MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER", "OUTCOME", "ARTICLE_FILE", "REASON",
            ])
    }

    @Test("a name that is not UTF-8 is kept byte for byte beside its escaped form")
    func rawName() {
        let raw: [UInt8] = [0xFF, 0x0A, 0x2E]
        let entry = Entry.rejected(file: ArticleFields(file: #"\xFF\x0A."#, rawFile: raw), reason: "r").encoded()
        #expect(entry.value(of: .articleFileRaw) == raw)
        #expect(entry.dictionary["ARTICLE_FILE"] == #"\xFF\x0A."#)
    }

    @Test("text from outside is cleaned wherever it appears")
    func hostileText() {
        let evil = "a\u{1B}[31mb\nMESSAGE_ID=x\u{202E}c"
        let article = ArticleFields(
            file: evil, title: evil, url: evil, source: evil, date: evil, language: evil)
        let hostile = StoryFields(id: "7k3m9q2xabcde", title: evil, size: 1)
        let earlier = DuplicateFields(articleID: 1, file: evil, similarity: 1, containment: 1)
        let entries: [Entry] = [
            .nearDuplicate(article: article, story: hostile, of: earlier), .rejected(file: article, reason: evil),
            .newStory(article: article, story: hostile), .staysInPlace(file: evil, errno: 1, remedy: evil),
            .folderMissing(folder: evil), .fileVanished(file: evil), .ledgerUnavailable(reason: evil, retryIn: 1),
        ]
        for entry in entries {
            let fields = entry.encoded().dictionary
            #expect(fields.values.contains { $0.contains("ab MESSAGE_ID=xc") })
            for (name, value) in fields {
                #expect(value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" }, "\(name)")
            }
        }
    }

    @Test("a name is cut in the message and whole in its field")
    func longNames() {
        let long = String(repeating: "n", count: 255)
        let entry = Entry.fileVanished(file: long).encoded()
        #expect(entry.dictionary["ARTICLE_FILE"] == long)
        #expect(entry.message == String(repeating: "n", count: 199) + "… went away before it was taken")
    }
}
