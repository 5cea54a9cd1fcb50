-- Meetings of committees: candidates and groups, votes with every count, opinions, results, papers given out to read.

CREATE TABLE meetings (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX meetings_about ON meetings (about);

CREATE TABLE meeting_votes (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX meeting_votes_about ON meeting_votes (about);

CREATE TABLE meeting_opinions (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX meeting_opinions_about ON meeting_opinions (about);

CREATE TABLE meeting_results (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX meeting_results_about ON meeting_results (about);

CREATE TABLE meeting_readings (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX meeting_readings_about ON meeting_readings (about);
