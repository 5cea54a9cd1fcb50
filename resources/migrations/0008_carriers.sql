-- Carriers with their steps, and the yearly counts. A numbered copy has steps here, but no row: the register of copies is its row.

CREATE TABLE carriers (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    marking TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    holder TEXT NOT NULL,
    due TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    application_id TEXT NOT NULL,
    copied_from TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE carrier_counters (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (kind, year)
) STRICT;

CREATE TABLE carrier_events (
    id TEXT PRIMARY KEY,
    carrier_id TEXT NOT NULL,
    move TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    counterpart TEXT NOT NULL,
    due TEXT NOT NULL,
    way TEXT NOT NULL,
    place TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    first_witness TEXT NOT NULL,
    second_witness TEXT NOT NULL,
    reason TEXT NOT NULL,
    package TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX carrier_events_of ON carrier_events (carrier_id);
CREATE INDEX carrier_events_of_package ON carrier_events (package);

CREATE TABLE inventories (
    id TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    closed_at TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    result TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE inventory_ticks (
    id TEXT PRIMARY KEY,
    inventory_id TEXT NOT NULL REFERENCES inventories (id),
    number TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX inventory_ticks_of ON inventory_ticks (inventory_id);
