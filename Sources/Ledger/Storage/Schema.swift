import GRDB

/// The tables, as the steps that lead to them. A released step is never changed: a change is a further step.
enum Schema {
    /// "strd" in the file's header tells a ledger from any other SQLite file.
    static let applicationID: Int32 = 0x7374_7264

    /// Keys of `meta` that the ledger keeps for itself.
    enum Key {
        /// The ledger's identity.
        static let identity = "ledger.identity"
        /// "1" when the last owner closed it, "0" from opening on.
        static let clean = "ledger.clean"
        /// An `ASSIGNMENT_SEQ` up to which numbers are not to be given.
        static let skippedTo = "ledger.skipped-to"
    }

    /// Every step, in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            try db.execute(
                literal: """
                    INSERT INTO meta (key, value) VALUES (\(Key.identity), \(newIdentity())), (\(Key.clean), '0')
                    """)
        }
        migrator.registerMigration("2") { try $0.execute(sql: second) }
        // A retraction names the article it takes back by its publisher's identifier.
        migrator.registerMigration("4") { db in
            try db.execute(sql: "CREATE INDEX articles_guid ON articles (guid) WHERE guid IS NOT NULL")
        }
        // At the arrival of which article a story was closed, and an article with it, and which articles stand for it: from
        // there on the engine knows them by little, and a restored one has to know them by the same.
        migrator.registerMigration("5") { try $0.execute(sql: ageing) }
        migrator.registerMigration("corrections") { try $0.execute(sql: corrections) }
        return migrator
    }

    private static func newIdentity() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    // A file that stays in place is known by its content as well: its times change with its permissions.
    private static let second = "ALTER TABLE claims ADD COLUMN content_hash INTEGER"

    private static let ageing = """
        ALTER TABLE stories ADD COLUMN closed_by INTEGER;
        ALTER TABLE memberships ADD COLUMN closed_by INTEGER;
        ALTER TABLE memberships ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX stories_follows ON stories (follows) WHERE follows IS NOT NULL;
        """

    // Few decisions are a person's, and all of them are read at every start.
    private static let corrections = """
        ALTER TABLE decisions ADD COLUMN corrected_by TEXT;
        CREATE INDEX decisions_corrected ON decisions (sequence) WHERE corrected_by IS NOT NULL;
        """

    // Texts and features are apart from `articles`, so that walking the articles does not drag them through memory.
    // An article refers to its membership: reading back relies on every article having one.
    // The partial indexes hold only the few rows that are asked for again and again.
    private static let first = """
        PRAGMA application_id = \(applicationID);

        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE claims (
            id INTEGER PRIMARY KEY,
            folder BLOB NOT NULL,
            name BLOB NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            kind TEXT NOT NULL,
            claimed_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            in_place INTEGER NOT NULL,
            progress INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
            first_sequence INTEGER,
            disposition TEXT,
            reason TEXT,
            destination BLOB
        ) STRICT;
        CREATE INDEX claims_open ON claims (id) WHERE state < 2;
        CREATE INDEX claims_in_place ON claims (inode, device) WHERE in_place = 1;

        CREATE TABLE articles (
            id INTEGER PRIMARY KEY REFERENCES memberships (article) DEFERRABLE INITIALLY DEFERRED,
            claim INTEGER,
            position INTEGER NOT NULL,
            arrived_at INTEGER NOT NULL,
            published_at INTEGER,
            title TEXT NOT NULL,
            url TEXT,
            guid TEXT,
            source TEXT,
            language TEXT,
            file TEXT NOT NULL,
            text_hash BLOB NOT NULL
        ) STRICT;
        CREATE TABLE texts (
            article INTEGER PRIMARY KEY,
            zstd BLOB NOT NULL
        ) STRICT;
        CREATE TABLE sketches (
            article INTEGER PRIMARY KEY,
            features BLOB NOT NULL
        ) STRICT;

        CREATE TABLE stories (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            founder INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            size INTEGER NOT NULL,
            merged_into INTEGER,
            opened_at INTEGER NOT NULL,
            last_arrival INTEGER NOT NULL,
            follows INTEGER
        ) STRICT;
        CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;

        CREATE TABLE memberships (
            article INTEGER PRIMARY KEY REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
            story INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            score REAL,
            duplicate_of INTEGER,
            similarity REAL,
            containment REAL,
            sequence INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX memberships_story ON memberships (story);

        CREATE TABLE decisions (
            sequence INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            claim INTEGER,
            position INTEGER,
            article INTEGER,
            story INTEGER,
            other_story INTEGER,
            decided_at INTEGER NOT NULL,
            reason TEXT
        ) STRICT;
        CREATE UNIQUE INDEX decisions_once ON decisions (claim, position) WHERE claim IS NOT NULL;

        CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY,
            entry BLOB NOT NULL,
            claim INTEGER,
            sent_at INTEGER,
            sends INTEGER NOT NULL,
            confirmed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_unconfirmed ON outbox (sequence) WHERE confirmed = 0;
        CREATE INDEX outbox_confirmed ON outbox (sent_at) WHERE confirmed = 1;
        """
}
