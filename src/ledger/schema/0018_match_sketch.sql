-- Of each record that matching knows, what tells it apart from most others without reading it (match/model/sketch.h).
CREATE TABLE match_sketch(
  record_id INTEGER PRIMARY KEY,
  sketch BLOB NOT NULL
) STRICT;

-- The version of what the sketches say; 0: there are none. A resolve of the whole base makes them.
ALTER TABLE match_state ADD COLUMN sketches INTEGER NOT NULL DEFAULT 0;
