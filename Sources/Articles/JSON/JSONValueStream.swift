/// The values of a file that may be one object, an array of objects, JSON Lines, several of these run together, or one
/// object that wraps an array of articles. One value is in memory at a time.
struct JSONValueStream {
    /// Names under which an object that is no article itself holds articles.
    private static let wrappers: Set<String> = [
        "articles", "items", "entries", "results", "documents", "docs", "stories", "posts", "news", "data",
    ]

    private(set) var scanner: JSONScanner
    private let limits: ReaderLimits
    /// Whether the position is inside an array of articles.
    private var isInArray = false
    /// Where to go on after that array, when it was not the top level's own.
    private var resumption: Int?
    /// Whether what could not be read as a value may be read over by its brackets, or searched for a wrapper's array. Either
    /// may run far, so it is false once that was in vain: trying it again from each later line would take quadratic time.
    private var maySkip = true
    private var mayUnwrap = true
    private var isDone = false

    init(_ bytes: [UInt8], from start: Int, limits: ReaderLimits) {
        scanner = JSONScanner(bytes, from: start, nesting: limits.nesting)
        self.limits = limits
    }

    /// The next value, or why it could not be read; nil at the end. After an error reading goes on at the next line that
    /// begins an object, if there is one.
    mutating func next() -> Result<JSONValue, Refusal>? {
        while !isDone, let byte = scanner.peek() {
            switch byte {
            // Between values: commas, and the record separator of RFC 7464.
            case 0x2C, 0x1E:
                scanner.position &+= 1
            case 0x5D where isInArray:
                scanner.position &+= 1
                isInArray = false
                if let resumption { scanner.position = resumption }
                resumption = nil
            case 0x5B where !isInArray:
                scanner.position &+= 1
                isInArray = true
            default:
                if let result = value(first: byte) { return result }
            }
        }
        if isInArray, !isDone {
            isDone = true
            return .failure(JSONError(kind: .truncated, offset: scanner.position).refusal(limits))
        }
        return nil
    }

    /// The value at the position; nil when it proved to be a wrapper, and the position is now inside its array.
    private mutating func value(first: UInt8) -> Result<JSONValue, Refusal>? {
        let start = scanner.position
        let mayWrap = first == 0x7B && !isInArray
        do throws(JSONError) {
            let value = try scanner.value(limit: limits.articleBytes)
            if mayWrap, wraps(value), openWrapper(at: start) { return nil }
            return .success(value)
        } catch {
            // Too long, or cut off, as a whole, a wrapper's articles may still be read one by one.
            if mayWrap, mayUnwrap {
                if openWrapper(at: start) { return nil }
                mayUnwrap = false
            }
            recover(from: start, error)
            return .failure(error.refusal(limits))
        }
    }

    private func wraps(_ value: JSONValue) -> Bool {
        value.members.contains { member in
            if case .array(let elements) = member.value, case .object = elements.first {
                JSONValueStream.isWrapper(member.name, scanner.bytes)
            } else {
                false
            }
        }
    }

    private static func isWrapper(_ name: JSONString, _ bytes: [UInt8]) -> Bool {
        name.range.count <= 12 && wrappers.contains(name.string(bytes))
    }

    /// Whether the object at `start` has an array of objects under a wrapper's name and no text of its own; if so, the
    /// position is then inside that array, else where it was.
    private mutating func openWrapper(at start: Int) -> Bool {
        let before = scanner.position
        var array: Int?
        var isArticle = false
        scanner.position = start
        do throws(JSONError) {
            try scanner.object(depth: 0) { (scanner, name) throws(JSONError) in
                if JSONValueStream.isWrapper(name, scanner.bytes), scanner.peek() == 0x5B {
                    let opening = scanner.position
                    scanner.position &+= 1
                    if array == nil, scanner.peek() == 0x7B { array = opening }
                    scanner.position = opening
                } else if JSONArticleFields.isText(name, scanner.bytes) {
                    isArticle = true
                }
                try scanner.skip()
            }
        } catch {
            // A file cut off within its array still has the articles before the cut.
            scanner.position = scanner.bytes.count
        }
        guard let array, !isArticle else {
            scanner.position = before
            return false
        }
        resumption = scanner.position
        scanner.position = array &+ 1
        isInArray = true
        return true
    }

    private mutating func recover(from start: Int, _ error: JSONError) {
        if maySkip, error.kind == .tooLong || error.kind == .tooDeep {
            scanner.position = start
            if (try? scanner.skip()) != nil { return }
            maySkip = false
        }
        // No string holds a line break, so a line that begins with a brace begins an object, however wrong what was
        // before. At most `nesting` values can be open over one place: the rescanning stays linear.
        let bytes = scanner.bytes
        var index = start
        while let line = bytes[index...].firstIndex(of: 0x0A) {
            index = line &+ 1
            if index < bytes.count, bytes[index] == 0x7B {
                scanner.position = index
                return
            }
        }
        isDone = true
    }
}
