-- What a server needs besides the data: who may do what, work under way, consents, collected messages.

CREATE TABLE setting(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE role(
  name TEXT PRIMARY KEY,
  rights TEXT NOT NULL,  -- JSON array
  row_rules TEXT NOT NULL,  -- JSON array of {attribute, values}
  field_rules TEXT NOT NULL  -- JSON array of {attribute | sensitivity, access}
) STRICT;

-- password: a libsodium string of Argon2id. totp_secret: 20 bytes once begun; totp_on: it counts.
CREATE TABLE user_account(
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  team TEXT NOT NULL,
  region TEXT NOT NULL,
  language TEXT NOT NULL,
  password TEXT NOT NULL,
  totp_secret BLOB,
  totp_on INTEGER NOT NULL CHECK (totp_on IN (0, 1)),
  totp_last INTEGER NOT NULL,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  signed_in_at INTEGER
) STRICT;

CREATE TABLE recovery_code(
  user_id INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

-- hash: SHA-256 of the token that the browser holds.
CREATE TABLE session(
  hash BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session(user_id);

-- kind api: a role's rules and some of its rights; kind write: collects into one source.
CREATE TABLE api_key(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('api', 'write')),
  hash BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL,
  scopes TEXT NOT NULL,
  source_id INTEGER,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  ended_at INTEGER
) STRICT;

-- Long work. words, result and problem are JSON. A job that is `running` when a process begins had lost its process.
CREATE TABLE job(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  words TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  attempts INTEGER NOT NULL,
  result TEXT NOT NULL,
  problem TEXT NOT NULL
) STRICT;
CREATE INDEX job_by_state ON job(state);

CREATE TABLE schedule(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  cron TEXT NOT NULL,
  zone TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  words TEXT NOT NULL,
  created_by TEXT NOT NULL,
  next_at INTEGER,
  last_job INTEGER
) STRICT;

-- A file on its way in. Its bytes lie beside the ledger in sealed pieces; secret is their key.
CREATE TABLE upload(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  secret BLOB NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE import_draft(
  id INTEGER PRIMARY KEY,
  upload_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  read_options TEXT NOT NULL,
  mapping TEXT NOT NULL,
  state TEXT NOT NULL,
  job_id INTEGER,
  batch INTEGER,
  preview TEXT NOT NULL,
  problem TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- What a person said about being contacted. Never changed, never removed: the newest of a purpose and channel holds.
CREATE TABLE consent(
  record_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'pending', 'withdrawn', 'objected')),
  at INTEGER NOT NULL,
  text_version TEXT NOT NULL,
  evidence TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  PRIMARY KEY (record_id, id)
) STRICT, WITHOUT ROWID;

-- Messages of collecting programs, so that one sent twice is stored once.
CREATE TABLE message_seen(
  source_id INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (source_id, message_id)
) STRICT, WITHOUT ROWID;

-- The answer to a call that may come twice. request: a digest of method, path and body.
CREATE TABLE answered(
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

-- Pairs of records of different customers that the last resolve found alike, but not enough.
CREATE TABLE review_pair(
  record_a INTEGER NOT NULL,
  record_b INTEGER NOT NULL,
  weight REAL NOT NULL,
  probability REAL NOT NULL,
  PRIMARY KEY (record_a, record_b)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_pair_by_weight ON review_pair(weight);
CREATE INDEX audit_by_object ON audit(object);

-- A form that strangers fill in. definition: JSON of fields, consent, origins.
CREATE TABLE form(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  definition TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
