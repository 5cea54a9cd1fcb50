-- Why a mark was lowered and who decided it: rows of their own, never changed.

CREATE TABLE mark_lowerings (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    material TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    lowered_by TEXT NOT NULL,
    lowered_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX mark_lowerings_of ON mark_lowerings (application_id);

-- The banner shows the highest mark of a list: the few marks there are must be found without reading every row.
CREATE INDEX applications_by_marking ON applications (marking);
