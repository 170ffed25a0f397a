-- Facts under the keys of their sources, so that a later file can say which of them it repeats and which it replaces.

-- kind: orders, events, interactions. key: empty where the row gave none. digest: of the whole row.
CREATE TABLE fact_key(
  source_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  digest INTEGER NOT NULL,
  fact_id INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  PRIMARY KEY (source_id, kind, key, digest, fact_id)
) STRICT, WITHOUT ROWID;

-- Facts that no longer stand: batch_id brought another row under their key, or is a snapshot without them.
CREATE TABLE fact_end(
  fact_id INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL,
  fact_batch_id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_end_by_batch ON fact_end(batch_id);
CREATE INDEX fact_end_by_record ON fact_end(record_id);
