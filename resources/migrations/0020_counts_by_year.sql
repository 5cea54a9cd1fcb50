-- The same counts for each year: home counts what waits of one year, and the index of all years' filings grows with them.
DROP TRIGGER applications_counted_in;
DROP TRIGGER applications_counted_out;
DROP TRIGGER applications_counted_over;
DROP TABLE application_counts;

CREATE TABLE application_counts (
    status TEXT NOT NULL,
    year INTEGER NOT NULL,
    applications INTEGER NOT NULL CHECK (applications >= 0),
    PRIMARY KEY (status, year)
) STRICT, WITHOUT ROWID;

INSERT INTO application_counts SELECT status, year, count(*) FROM applications GROUP BY status, year;

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
