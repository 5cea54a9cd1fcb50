-- What a desk knows of a card beside how far it is trusted: since when it is revoked, which keys follow it, the weakest
-- suite to use with it.
ALTER TABLE contacts ADD COLUMN standing TEXT NOT NULL DEFAULT '{}';
