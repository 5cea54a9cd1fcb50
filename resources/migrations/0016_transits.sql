-- Packages on their way: strips, hand-overs, arrivals. A row may stand before its package is opened, so it names no other table.

CREATE TABLE transits (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;
