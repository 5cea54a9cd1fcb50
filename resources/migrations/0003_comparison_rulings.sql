-- What an officer said to the fields that a comparison left open: added, never changed.

CREATE TABLE comparison_rulings (
    id TEXT PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparisons (id),
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX comparison_rulings_of ON comparison_rulings (comparison_id, id);
