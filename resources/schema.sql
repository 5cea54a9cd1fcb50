-- Every table with a column audit_seq is a business table: each of its rows keeps the number of the audit entry that
-- last touched it, and audit_marks keeps the count and the sum of these numbers, so that an older page put back shows.

CREATE TABLE identity (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    vault_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    office TEXT NOT NULL,
    machine TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE passphrase_history (
    id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    salt BLOB NOT NULL,
    memory_kib INTEGER NOT NULL,
    iterations INTEGER NOT NULL,
    lanes INTEGER NOT NULL,
    hash BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    act TEXT NOT NULL,
    objects TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_act ON audit (act, sequence);

CREATE TRIGGER audit_is_never_altered BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;

CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit chain is append-only');
END;

CREATE TABLE audit_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    sequence INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE audit_marks (
    name TEXT PRIMARY KEY,
    row_count INTEGER NOT NULL,
    total INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    identity_number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    reading TEXT NOT NULL,
    haystack TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE applications (
    id TEXT PRIMARY KEY,
    person_id TEXT REFERENCES people (id),
    identity_number TEXT NOT NULL,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    unit TEXT NOT NULL,
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    track TEXT NOT NULL,
    status TEXT NOT NULL,
    marking TEXT NOT NULL,
    latest_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

-- One for each order of the list, ties included: a page far down is found without sorting. Each also holds what lists
-- are filtered by, so that a filter reads the index alone.
CREATE INDEX applications_by_change ON applications (changed_at DESC, id DESC, status, level, track, year);
CREATE INDEX applications_by_name ON applications (name_key, id DESC, status, level, track, year);
CREATE INDEX applications_by_unit ON applications (unit, id DESC, status, level, track, year);
CREATE INDEX applications_by_year ON applications (year DESC, changed_at DESC, id DESC, status, level, track);
CREATE INDEX applications_by_status ON applications (status, changed_at DESC, id DESC, level, track, year);
CREATE INDEX applications_by_person ON applications (person_id);
CREATE INDEX applications_by_number ON applications (identity_number, year, level);

-- Narrow, so that a LIKE over it stays in a few pages.
CREATE TABLE application_search (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    haystack TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    number INTEGER NOT NULL CHECK (number > 0),
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    UNIQUE (application_id, number)
) STRICT;

CREATE INDEX versions_by_digest ON versions (digest);

-- size -1: still being written; dropped at the next opening unless finished.
CREATE TABLE blobs (
    id INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE blob_chunks (
    id INTEGER PRIMARY KEY,
    blob_id INTEGER NOT NULL REFERENCES blobs (id),
    number INTEGER NOT NULL CHECK (number >= 0),
    bytes BLOB NOT NULL,
    UNIQUE (blob_id, number)
) STRICT;

CREATE TABLE attachments (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    blob_id INTEGER NOT NULL UNIQUE REFERENCES blobs (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    digest TEXT NOT NULL,
    added_at TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX attachments_by_application ON attachments (application_id, added_at);
CREATE INDEX attachments_by_digest ON attachments (digest);

-- Quarantine of a package being opened: invisible until adopted.
CREATE TABLE staged (
    token TEXT NOT NULL,
    path TEXT NOT NULL,
    blob_id INTEGER NOT NULL UNIQUE REFERENCES blobs (id),
    PRIMARY KEY (token, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy_counters (
    document TEXT NOT NULL,
    application_id TEXT NOT NULL REFERENCES applications (id),
    last INTEGER NOT NULL CHECK (last BETWEEN 1 AND 999999),
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (document, application_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX copy_counters_by_application ON copy_counters (application_id);

CREATE TABLE copies (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    document TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 999999),
    version_number INTEGER NOT NULL,
    version_digest TEXT NOT NULL,
    sheets INTEGER NOT NULL CHECK (sheets >= 0),
    printer TEXT NOT NULL,
    printed_by TEXT NOT NULL,
    printed_at TEXT NOT NULL,
    fate TEXT NOT NULL,
    reason TEXT NOT NULL,
    witnesses TEXT NOT NULL,
    audit_seq INTEGER NOT NULL, fate_before TEXT NOT NULL DEFAULT '',
    UNIQUE (application_id, document, number)
) STRICT;

CREATE INDEX copies_by_time ON copies (printed_at);

CREATE TABLE contacts (
    id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL UNIQUE,
    card TEXT NOT NULL,
    trust TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    verified_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
, standing TEXT NOT NULL DEFAULT '{}') STRICT;

CREATE TABLE packages (
    id TEXT PRIMARY KEY,
    direction TEXT NOT NULL,
    peer TEXT NOT NULL,
    peer_name TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    state TEXT NOT NULL,
    seal_digest TEXT NOT NULL,
    applications TEXT NOT NULL,
    medium TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    receipt_digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
, kind TEXT NOT NULL DEFAULT 'application') STRICT;

CREATE INDEX packages_by_seal ON packages (seal_digest);
CREATE INDEX packages_by_change ON packages (direction, changed_at);

CREATE TABLE channels (
    peer TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE arrivals (
    sender TEXT NOT NULL,
    package_id TEXT NOT NULL,
    seal_digest TEXT NOT NULL,
    epoch TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (sender, package_id),
    UNIQUE (sender, epoch, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE policies (
    digest TEXT PRIMARY KEY,
    pack TEXT NOT NULL,
    year INTEGER NOT NULL,
    edition TEXT NOT NULL,
    content BLOB NOT NULL,
    issuer TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX policies_by_year ON policies (year, imported_at);

CREATE TABLE policy_settings (
    pack TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    ground TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    PRIMARY KEY (pack, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE workday_years (
    year INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE version_policies (
    version_id TEXT PRIMARY KEY REFERENCES versions (id),
    pack TEXT NOT NULL,
    digest TEXT NOT NULL,
    settings TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE application_policies (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    digest TEXT NOT NULL REFERENCES policies (digest),
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX application_policies_by_digest ON application_policies (digest);

CREATE TABLE policy_choices (
    year INTEGER PRIMARY KEY,
    digest TEXT NOT NULL REFERENCES policies (digest),
    chosen_by TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE comparisons (
    id TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    content_digest TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX comparisons_of ON comparisons (application_id, made_at);

CREATE TABLE comparison_rulings (
    id TEXT PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparisons (id),
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX comparison_rulings_of ON comparison_rulings (comparison_id, id);

CREATE TABLE office_forms (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    title TEXT NOT NULL,
    digest TEXT NOT NULL,
    form TEXT NOT NULL,
    blank BLOB NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE form_choices (
    document TEXT PRIMARY KEY,
    form TEXT NOT NULL REFERENCES office_forms (id),
    chosen_by TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

CREATE INDEX applications_by_marking ON applications (marking, status, year, level, track);

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

CREATE TABLE key_file (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    generation INTEGER NOT NULL CHECK (generation > 0),
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE key_file_pending (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    digest TEXT NOT NULL
) STRICT;

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

-- How many applications there are in each state and year, kept by the database itself: home shows it, and counting a
-- million rows takes a second.
CREATE TABLE application_counts (
    status TEXT NOT NULL,
    year INTEGER NOT NULL,
    applications INTEGER NOT NULL CHECK (applications >= 0),
    PRIMARY KEY (status, year)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER applications_counted_in AFTER INSERT ON applications
BEGIN
    INSERT INTO application_counts VALUES (new.status, new.year, 1)
    ON CONFLICT (status, year) DO UPDATE SET applications = applications + 1;
END;

CREATE TRIGGER applications_counted_out AFTER DELETE ON applications
BEGIN
    UPDATE application_counts SET applications = applications - 1 WHERE status = old.status AND year = old.year;
END;

CREATE TRIGGER applications_counted_over AFTER UPDATE OF status, year ON applications
WHEN new.status <> old.status OR new.year <> old.year
BEGIN
    UPDATE application_counts SET applications = applications - 1 WHERE status = old.status AND year = old.year;
    INSERT INTO application_counts VALUES (new.status, new.year, 1)
    ON CONFLICT (status, year) DO UPDATE SET applications = applications + 1;
END;

CREATE TABLE statements (
    digest TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    package_id TEXT NOT NULL,
    peer TEXT NOT NULL,
    application_id TEXT NOT NULL,
    content TEXT NOT NULL,
    card TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE INDEX statements_by_application ON statements (application_id, kind);
-- The blobs that were begun and not finished: dropped at every unlock, without looking through all of them.
CREATE INDEX blobs_unfinished ON blobs (id) WHERE size < 0;

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

CREATE TABLE transits (
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    content BLOB NOT NULL,
    digest TEXT NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE examples (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    audit_seq INTEGER NOT NULL
) STRICT;

-- Which packages hold a filing, kept by the database itself: each look for it went through all lists of all packages.
CREATE TABLE package_filings (
    application_id TEXT NOT NULL,
    package_id TEXT NOT NULL,
    PRIMARY KEY (application_id, package_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER package_filings_listed AFTER INSERT ON packages
BEGIN
    INSERT OR IGNORE INTO package_filings SELECT value, new.id FROM json_each(new.applications);
END;

CREATE INDEX packages_by_peer ON packages (peer, direction);
-- A few rosters among a hundred thousand reviews, and this desk's own words among those that came.
CREATE INDEX statements_by_kind ON statements (kind, direction);

-- What the register of makings says beside the carrier itself, of carriers and numbered copies alike.
CREATE TABLE makings (
    carrier_id TEXT PRIMARY KEY,
    applicant TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    purpose TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages >= 0),
    audit_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
