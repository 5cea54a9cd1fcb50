-- Policy packs as they were imported or first filed under, what this office has settled where the notice leaves it open,
-- the pack that each application is written under, the pack and answers that each version was filed under, the pack
-- that an officer chose for a year, and comparisons of paper with online.

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
    settings TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE application_policies (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    digest TEXT NOT NULL REFERENCES policies (digest),
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX application_policies_by_digest ON application_policies (digest);

CREATE TABLE policy_choices (
    year INTEGER PRIMARY KEY,
    digest TEXT NOT NULL REFERENCES policies (digest),
    chosen_by TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

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
