-- What a base's own standard is made of, corrections of values, and what records held before they were standardised anew.

-- The packed values a record held before that batch standardised it anew.
CREATE TABLE record_value_past(
  record_id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  standard BLOB NOT NULL,
  PRIMARY KEY (record_id, batch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_value_past_by_batch ON record_value_past(batch_id);

-- What a person set right. `words` (JSON) says which values become what; batch_id is the batch that carried it out in the
-- records that were there, 0 before. A withdrawn one stays.
CREATE TABLE correction(
  number INTEGER PRIMARY KEY,
  words TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;

-- Texts that a company writes for its base (its standard, its rules), every version.
CREATE TABLE house_text(
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT;
