import Ledger

/// A story's articles with copies under their originals.
struct MemberGroups {
    /// Places of articles that are no copies of another one here, in order.
    private(set) var originals: [Int] = []
    /// Places of the copies of each of these, in order.
    private(set) var copiesOf: [Int: [Int]] = [:]

    /// - Parameter members: In the order in which they came.
    init(_ members: [ArticleListing]) {
        // A copy stands under its original; where that is in another story, or a copy itself, under its root here.
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.article.id, $0) })
        for place in members.indices {
            var root = place
            while let original = members[root].membership.duplicateOf, let next = places[original], next < root {
                root = next
            }
            if root == place { originals.append(place) } else { copiesOf[root, default: []].append(place) }
        }
    }
}
