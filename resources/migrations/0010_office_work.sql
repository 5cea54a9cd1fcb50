-- The office's own desk work: steps of review being filled in, public notices, posts with their changes, the register of
-- dishonest conduct. `about` is what a row is looked up by.

CREATE TABLE review_work (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX review_work_about ON review_work (about);

CREATE TABLE public_notices (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX public_notices_about ON public_notices (about);

CREATE TABLE post_lines (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX post_lines_about ON post_lines (about);

CREATE TABLE post_changes (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX post_changes_about ON post_changes (about);

CREATE TABLE full_senior (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX full_senior_about ON full_senior (about);

CREATE TABLE dishonesty (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX dishonesty_about ON dishonesty (about);
