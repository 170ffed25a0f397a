-- Addresses that are told what happens here, and what they were told.

-- events: JSON array of names of events, or of beginnings that end in "*". since: audit number after which it counts.
CREATE TABLE webhook(
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  secret BLOB NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  since INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- state: waiting (for next_at), done, dead (given up). status: of the last answer, 0 for none.
CREATE TABLE webhook_delivery(
  webhook_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  answered_at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (webhook_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_delivery_due ON webhook_delivery(next_at) WHERE state = 'waiting';
