-- Policy packs that came from elsewhere, what this office has settled where the notice leaves it open, the pack each
-- version was filed under, and comparisons of paper with online.

CREATE TABLE policies (
    digest TEXT PRIMARY KEY,
    pack TEXT NOT NULL,
    year INTEGER NOT NULL,
    edition TEXT NOT NULL,
    content BLOB NOT NULL,
    issuer TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX policies_by_year ON policies (year, imported_at);

CREATE TABLE policy_settings (
    pack TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    ground TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (pack, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE workday_years (
    year INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE version_policies (
    version_id TEXT PRIMARY KEY REFERENCES versions (id),
    pack TEXT NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE comparisons (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    content_digest TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX comparisons_of ON comparisons (application_id, made_at);
