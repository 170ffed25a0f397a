-- What later files of a source do to the records of earlier ones, and what becomes of rejected rows.

-- Records that no longer stand: a later batch of their source brought their successor, or is a snapshot without them.
-- They stay as received and keep their customer. change: the number of the change that ended them.
CREATE TABLE record_end(
  record_id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL,
  successor INTEGER,
  change INTEGER NOT NULL
) STRICT;
CREATE INDEX record_end_by_batch ON record_end(batch_id, record_id);
CREATE INDEX record_end_by_successor ON record_end(successor) WHERE successor IS NOT NULL;

-- mode: add, upsert, snapshot. unchanged: rows that the source had given before and that were not stored again.
ALTER TABLE batch ADD COLUMN mode TEXT NOT NULL DEFAULT 'add';
ALTER TABLE batch ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN mended INTEGER NOT NULL DEFAULT 0;

-- Rejected rows that came again in order. record_id: what came of them; null where their row said nothing new.
CREATE TABLE reject_mended(
  batch_id INTEGER NOT NULL,
  reject_id INTEGER NOT NULL,
  mended_by INTEGER NOT NULL,
  record_id INTEGER,
  PRIMARY KEY (batch_id, reject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reject_mended_by_batch ON reject_mended(mended_by);

-- The folder in which a source leaves its files.
CREATE TABLE source_folder(
  source_id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  pattern TEXT NOT NULL,
  schedule_id INTEGER
) STRICT;

-- JSON of how the file stands to those before it: mode, key, mends. Empty: as the source's last one.
ALTER TABLE import_draft ADD COLUMN options TEXT NOT NULL DEFAULT '';
