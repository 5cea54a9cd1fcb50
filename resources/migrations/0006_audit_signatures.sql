-- Heads of the audit chain under the desk's own signature: made when the vault is locked, a package sealed, the log
-- exported. Each names the entry before the act that made it.

CREATE TABLE audit_signatures (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    digest TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    key TEXT NOT NULL,
    signature TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;
