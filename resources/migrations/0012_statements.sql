-- What desks said to one another under a signature (reviews, notices, corrections, rosters), and what a package was for.

CREATE TABLE statements (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    package_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    application_id TEXT NOT NULL,
    content TEXT NOT NULL,
    card TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX statements_by_application ON statements (application_id, kind);

ALTER TABLE packages ADD COLUMN kind TEXT NOT NULL DEFAULT 'application';

UPDATE packages SET kind = 'receipt' WHERE direction = 'out' AND applications = '[]';
