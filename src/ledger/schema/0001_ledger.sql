-- The ledger. STRICT types of SQLite; another driver maps INTEGER to a 64-bit integer and BLOB to bytes.
-- Times are milliseconds since 1970 UTC. Every table that grows begins its primary key with its distribution key:
-- records and their facts by record, customers and their values by customer. No foreign key crosses them.

CREATE TABLE meta(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL CHECK (owner <> ''),
  purpose TEXT NOT NULL CHECK (purpose <> ''),
  lawful_basis TEXT NOT NULL CHECK (lawful_basis <> ''),
  retention_days INTEGER NOT NULL CHECK (retention_days > 0),
  trust INTEGER NOT NULL CHECK (trust BETWEEN 0 AND 100),
  region TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- What the columns of a source mean, as JSON; a new version whenever it changes.
CREATE TABLE source_mapping(
  source_id INTEGER NOT NULL REFERENCES source(id),
  version INTEGER NOT NULL,
  mapping TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, version)
) STRICT;

-- The data dictionary.
CREATE TABLE attribute(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  class TEXT NOT NULL,
  sensitivity TEXT NOT NULL,
  owner TEXT NOT NULL,
  label_en TEXT NOT NULL,
  label_zh TEXT NOT NULL,
  description TEXT NOT NULL,
  survivorship TEXT NOT NULL,
  multiple INTEGER NOT NULL CHECK (multiple IN (0, 1)),
  match_kind TEXT NOT NULL
) STRICT;

-- state: open (being written or taken back), done, undone. `layout` (JSON) says what the cells and values of its records are.
CREATE TABLE batch(
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  source_id INTEGER NOT NULL REFERENCES source(id),
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  file_digest BLOB NOT NULL,
  file_bytes INTEGER NOT NULL,
  layout TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'undone')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  file_rows INTEGER NOT NULL,
  records INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  rejects INTEGER NOT NULL
) STRICT;
CREATE INDEX batch_by_digest ON batch(file_digest);

-- One row as received. Immutable.
CREATE TABLE record(
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  row INTEGER NOT NULL,
  line INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  source_key TEXT,
  cells BLOB NOT NULL,
  standard BLOB NOT NULL
) STRICT;

-- The customer that a record points at, since that change. A table of its own: pointing a million records anew writes
-- twenty bytes each, and never touches the rows as received.
CREATE TABLE membership(
  record_id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX membership_by_customer ON membership(customer_id);

-- The keys that sources give their rows. `digest` is of the row's cells, so that rows with one key and different
-- content are different records.
CREATE TABLE record_key(
  source_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (source_id, key, digest, record_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reject(
  batch_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  row INTEGER NOT NULL,
  line INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  reason_arguments TEXT NOT NULL,
  raw BLOB NOT NULL,
  PRIMARY KEY (batch_id, id)
) STRICT, WITHOUT ROWID;

-- A golden person or organisation. merged_into: the customer that took its records; redirects for ever.
CREATE TABLE customer(
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  records INTEGER NOT NULL,
  merged_into INTEGER
) STRICT;

-- Golden values with lineage: the record that gave the value and the survivorship rule that chose it. Ordinal 0 is
-- the golden one; attributes with several values keep the others behind it. since: change log number.
CREATE TABLE customer_value(
  customer_id INTEGER NOT NULL,
  attribute_id INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  value TEXT NOT NULL,
  verdict INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  rule TEXT NOT NULL,
  support INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (customer_id, attribute_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Golden values that stood from change `since` until just before change `until`.
CREATE TABLE customer_value_past(
  customer_id INTEGER NOT NULL,
  attribute_id INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  until INTEGER NOT NULL,
  since INTEGER NOT NULL,
  value TEXT NOT NULL,
  verdict INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  rule TEXT NOT NULL,
  support INTEGER NOT NULL,
  PRIMARY KEY (customer_id, attribute_id, ordinal, until)
) STRICT, WITHOUT ROWID;

-- The customer that a record pointed at from change `since` until just before change `until`.
CREATE TABLE membership_past(
  record_id INTEGER NOT NULL,
  until INTEGER NOT NULL,
  since INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  PRIMARY KEY (record_id, until)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_past_by_customer ON membership_past(customer_id);

-- What people settled. kind: same, different (two records), pin (a customer's value). A withdrawn decision stays.
CREATE TABLE decision(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('same', 'different', 'pin')),
  record_a INTEGER NOT NULL,
  record_b INTEGER,
  attribute_id INTEGER,
  value TEXT,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  withdrawn_at INTEGER
) STRICT;

-- Facts belong to the record they came with.
CREATE TABLE orders(
  record_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  order_key TEXT NOT NULL,
  placed_at INTEGER,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_e4 INTEGER,
  extra TEXT NOT NULL,
  PRIMARY KEY (record_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_item(
  record_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity REAL,
  price_e4 INTEGER,
  PRIMARY KEY (record_id, order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE event(
  record_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  event_key TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER,
  properties TEXT NOT NULL,
  PRIMARY KEY (record_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE interaction(
  record_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  interaction_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  direction TEXT NOT NULL,
  agent TEXT NOT NULL,
  at INTEGER,
  duration_s INTEGER,
  subject TEXT NOT NULL,
  extra TEXT NOT NULL,
  PRIMARY KEY (record_id, id)
) STRICT, WITHOUT ROWID;

-- A matching model as learned by a resolve, so that "why" can be answered later.
CREATE TABLE model(
  id INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL,
  model TEXT NOT NULL
) STRICT;

-- Who did what. hash = SHA-256(0x00 ‖ previous ‖ text), the leaf prefix of RFC 6962; the first has 32 zero bytes before it.
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- Every change takes a number here, in its own transaction. An entry covers the ids first_id … last_id of `entity`
-- (of one batch where batch_id is given).
CREATE TABLE change_log(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  entity TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('put', 'delete')),
  first_id INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  batch_id INTEGER
) STRICT;
CREATE INDEX change_log_by_time ON change_log(at);
