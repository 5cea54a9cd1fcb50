-- What the register of makings says beside the carrier itself, of carriers and numbered copies alike.
CREATE TABLE makings (
    carrier_id TEXT PRIMARY KEY,
    applicant TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    purpose TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages >= 0),
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a copy was before it was entered as destroyed: that this was a mistake makes it so again.
ALTER TABLE copies ADD COLUMN fate_before TEXT NOT NULL DEFAULT '';
