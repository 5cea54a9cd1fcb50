-- The key file's whole content, so that a change behind the program's back shows and the right one can be put back.

CREATE TABLE key_file (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    generation INTEGER NOT NULL CHECK (generation > 0),
    digest TEXT NOT NULL,
    content BLOB NOT NULL,
    audit_seq INTEGER NOT NULL
) STRICT;

-- While a change is under way: the digest of the file that an interruption would leave.
CREATE TABLE key_file_pending (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    digest TEXT NOT NULL
) STRICT;
