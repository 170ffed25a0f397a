-- What matching one record, or a batch, with a living base goes by. All of it follows from the records and the model:
-- a resolve of the whole base makes it anew.

-- One row: the model that the index was made by, and the change up to which records were resolved by it. A bucket holds
-- the keys whose first `bits` bits are its number.
CREATE TABLE match_state(
  id INTEGER PRIMARY KEY CHECK (id = 1),
  model_id INTEGER NOT NULL,
  bits INTEGER NOT NULL,
  change INTEGER NOT NULL,
  frequencies BLOB NOT NULL
) STRICT;

-- Keys of the records that the resolve saw, packed (ledger/match_index.h).
CREATE TABLE match_bucket(
  bucket INTEGER PRIMARY KEY,
  entries BLOB NOT NULL
) STRICT;

-- Keys of the records that came since. Entries of records that are gone stay until the next resolve.
CREATE TABLE match_key(
  key INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (key, record_id)
) STRICT, WITHOUT ROWID;

-- Pairs that the model was unsure of; total: log2 odds that they are one. record_a < record_b.
CREATE TABLE uncertain_pair(
  record_a INTEGER NOT NULL,
  record_b INTEGER NOT NULL,
  total REAL NOT NULL,
  PRIMARY KEY (record_a, record_b)
) STRICT, WITHOUT ROWID;

-- What a reviewer said of a pair. blind: without seeing what the model thinks. The decision that follows stands in
-- `decision`.
CREATE TABLE review(
  record_a INTEGER NOT NULL,
  record_b INTEGER NOT NULL,
  reviewer TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
  blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
  total REAL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (record_a, record_b, reviewer)
) STRICT, WITHOUT ROWID;
