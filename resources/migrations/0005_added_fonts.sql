-- Fonts that an office added for characters which the carried ones lack, and those that each version was printed with:
-- a font that is in no use any more stays, for a reprint shows what the first print showed.

CREATE TABLE added_fonts (
    id TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    file TEXT NOT NULL,
    source TEXT NOT NULL,
    characters TEXT NOT NULL,
    count INTEGER NOT NULL,
    permission INTEGER NOT NULL,
    licence TEXT NOT NULL,
    ground TEXT NOT NULL,
    content BLOB NOT NULL,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE version_fonts (
    version_id TEXT NOT NULL REFERENCES versions (id),
    font TEXT NOT NULL REFERENCES added_fonts (id),
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (version_id, font)
) STRICT, WITHOUT ROWID;
