-- What one order changed for many customers: each pin that it made, and the one that stood in its place (0: none).
-- A row goes when it is taken back.
CREATE TABLE bulk_edit(
  job_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  made INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  PRIMARY KEY (job_id, customer_id, made, withdrawn)
) STRICT, WITHOUT ROWID;

-- Whoever asks which records are the same or others need not read past the pins.
CREATE INDEX decision_link ON decision(id) WHERE withdrawn_at IS NULL AND kind <> 'pin';
