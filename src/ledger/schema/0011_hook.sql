-- Addresses at which other systems leave what happened there. scheme: standard (Standard Webhooks) or hmac (the
-- HMAC-SHA256 of the body in a header). row_path: where the rows stand in the body, as data.items; empty: the body.
CREATE TABLE hook(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  kind TEXT NOT NULL,  -- of its rows, as that of a batch; empty: found out
  scheme TEXT NOT NULL CHECK (scheme IN ('standard', 'hmac')),
  header TEXT NOT NULL,
  secret BLOB NOT NULL,
  row_path TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  problem TEXT NOT NULL,  -- JSON, why the last import failed; empty: it did not
  failed_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- What was left there and is not imported yet.
CREATE TABLE hook_message(
  hook_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  message TEXT NOT NULL,
  rows TEXT NOT NULL,  -- one JSON object a line
  arrived_at INTEGER NOT NULL,
  PRIMARY KEY (hook_id, id)
) STRICT, WITHOUT ROWID;
