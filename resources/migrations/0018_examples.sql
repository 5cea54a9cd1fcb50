-- Which applications are examples: invented people to try the program with, who go with all that hangs on them.

CREATE TABLE examples (
    application_id TEXT PRIMARY KEY REFERENCES applications (id),
    audit_seq INTEGER NOT NULL
) STRICT;
