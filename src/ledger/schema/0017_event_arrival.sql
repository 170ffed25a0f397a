-- Events in the order in which they came, so that a load of them fills pages of its own instead of changing one page of
-- every person's history; where the events of a record lie is told by entries of a tenth of their size.

-- In small entries first: the rows themselves would have to be sorted in memory.
CREATE TABLE event_order(
  event_id INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL
) STRICT;
INSERT INTO event_order SELECT id, record_id FROM event ORDER BY id;

-- fresh: 1 until the entry is put among those of the events before it, which is done for many neighbours at a time.
CREATE TABLE event_of_record(
  fresh INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (fresh, record_id, event_id)
) STRICT, WITHOUT ROWID;
INSERT INTO event_of_record SELECT 0, record_id, id FROM event ORDER BY record_id, id;

CREATE TABLE event_arrival(
  id INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  event_key TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER,
  properties TEXT NOT NULL
) STRICT;
INSERT INTO event_arrival
  SELECT e.id, e.record_id, e.batch_id, e.event_key, e.name, e.at, e.properties
  FROM event_order o CROSS JOIN event e ON e.record_id = o.record_id AND e.id = o.event_id ORDER BY o.event_id;
DROP TABLE event_order;
DROP TABLE event;
ALTER TABLE event_arrival RENAME TO event;
