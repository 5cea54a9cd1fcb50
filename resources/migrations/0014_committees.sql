-- Committees with their pools of experts, and every draw that was ever made or begun.

CREATE TABLE committees (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX committees_about ON committees (about);

CREATE TABLE experts (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX experts_about ON experts (about);

CREATE TABLE draws (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX draws_about ON draws (about);
