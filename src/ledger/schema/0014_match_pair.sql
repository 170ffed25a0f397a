-- Likely pairs that matching left between two customers, both ways round: along them a new record finds all that its
-- arrival could change, without looking at every neighbour of every record again. Entries of records that are gone stay
-- until the next resolve of the whole base.
CREATE TABLE match_pair(
  record_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  PRIMARY KEY (record_id, other_id)
) STRICT, WITHOUT ROWID;

-- Records that point at a customer but were never looked around from: their likely pairs are not known.
CREATE TABLE match_unseen(
  record_id INTEGER PRIMARY KEY
) STRICT;

-- 1: match_pair is complete. A resolve of the whole base makes it so.
ALTER TABLE match_state ADD COLUMN pairs_known INTEGER NOT NULL DEFAULT 0;
