-- The blobs that were begun and not finished: dropped at every unlock, without looking through all of them.
CREATE INDEX blobs_unfinished ON blobs (id) WHERE size < 0;
