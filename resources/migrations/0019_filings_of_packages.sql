-- Which packages hold a filing, kept by the database itself: each look for it went through all lists of all packages.
CREATE TABLE package_filings (
    application_id TEXT NOT NULL,
    package_id TEXT NOT NULL,
    PRIMARY KEY (application_id, package_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO package_filings SELECT each.value, packages.id FROM packages, json_each(applications) AS each;

CREATE TRIGGER package_filings_listed AFTER INSERT ON packages
BEGIN
    INSERT OR IGNORE INTO package_filings SELECT value, new.id FROM json_each(new.applications);
END;

CREATE INDEX packages_by_peer ON packages (peer, direction);
-- A few rosters among a hundred thousand reviews, and this desk's own words among those that came.
CREATE INDEX statements_by_kind ON statements (kind, direction);
