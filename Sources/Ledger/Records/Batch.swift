/// Decisions that belong together, with everything that follows from them: written whole or not at all.
///
/// They are written in the order of the properties, so a story of the batch can be updated and an article of the
/// batch moved by the same batch.
public struct Batch: Sendable, Equatable {
    /// New claims, where they are recorded together with their decisions and not before.
    public var claims: [ClaimRecord]
    /// New articles, each with a membership in ``memberships``.
    public var articles: [ArticleRecord]
    /// Stories; one that is known by its number is replaced.
    public var stories: [StoryRecord]
    /// Changes of stories, in order.
    public var storyUpdates: [StoryUpdate]
    /// Memberships; one that is known by its article is replaced.
    public var memberships: [MembershipRecord]
    /// Articles that change their story, in order.
    public var moves: [MoveRecord]
    /// Stories that are closed.
    public var storyClosings: [StoryClosing]
    /// Articles that are closed with their stories.
    public var articleClosings: [ArticleClosing]
    /// New decisions.
    public var decisions: [DecisionRecord]
    /// New journal entries.
    public var outbox: [OutboxRecord]
    /// How far the claimed files have come.
    public var progress: [ClaimProgress]

    /// A batch of these rows.
    public init(
        claims: [ClaimRecord] = [], articles: [ArticleRecord] = [], stories: [StoryRecord] = [],
        storyUpdates: [StoryUpdate] = [],
        memberships: [MembershipRecord] = [], moves: [MoveRecord] = [],
        storyClosings: [StoryClosing] = [], articleClosings: [ArticleClosing] = [], decisions: [DecisionRecord] = [],
        outbox: [OutboxRecord] = [], progress: [ClaimProgress] = []
    ) {
        self.claims = claims
        self.articles = articles
        self.stories = stories
        self.storyUpdates = storyUpdates
        self.memberships = memberships
        self.moves = moves
        self.storyClosings = storyClosings
        self.articleClosings = articleClosings
        self.decisions = decisions
        self.outbox = outbox
        self.progress = progress
    }
}
