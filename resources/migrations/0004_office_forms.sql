-- An office's own forms over official blanks, and the form that each paper is printed from where it is not the shipped one.

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
