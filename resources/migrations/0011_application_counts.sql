-- How many applications there are in each state, kept by the database itself: home shows it, and counting a million rows
-- takes a second.
CREATE TABLE application_counts (
    status TEXT PRIMARY KEY,
    applications INTEGER NOT NULL CHECK (applications >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO application_counts SELECT status, count(*) FROM applications GROUP BY status;

CREATE TRIGGER applications_counted_in AFTER INSERT ON applications
BEGIN
    INSERT INTO application_counts VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET applications = applications + 1;
END;

CREATE TRIGGER applications_counted_out AFTER DELETE ON applications
BEGIN
    UPDATE application_counts SET applications = applications - 1 WHERE status = old.status;
END;

CREATE TRIGGER applications_counted_over AFTER UPDATE OF status ON applications WHEN new.status <> old.status
BEGIN
    UPDATE application_counts SET applications = applications - 1 WHERE status = old.status;
    INSERT INTO application_counts VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET applications = applications + 1;
END;
