-- What a workspace behind a hub needs to apply the hub's truth under what waits here, and what a hub remembers of its restores.

-- What a pending operation changes for those that read: field 0 is the row of that id, any other one the set of rows whose field
-- holds the value, which a row entered or left; field -1 is the operation itself, which an undo reads.
CREATE TABLE writing (
  field INTEGER NOT NULL,
  value NOT NULL,
  number INTEGER NOT NULL REFERENCES log ON DELETE CASCADE,
  PRIMARY KEY (field, value, number)
) WITHOUT ROWID;
CREATE INDEX writing_by_number ON writing (number);

-- A hub's lives: each began with the log as it stood at fork_seq; what an earlier one had said beyond that is void.
CREATE TABLE epoch (
  epoch INTEGER PRIMARY KEY,
  fork_seq INTEGER NOT NULL
);

-- Cells where an operation wrote over what its author had not seen. Values are JSON, as in the field's own form.
CREATE TABLE conflict (
  seq INTEGER NOT NULL,             -- of the later operation, which won
  record TEXT NOT NULL,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  base TEXT,                        -- what the author of the later one had seen
  theirs TEXT,                      -- what was written over
  mine TEXT,                        -- what the later one wrote
  is_settled INTEGER NOT NULL,
  PRIMARY KEY (seq, record, id, name)
) WITHOUT ROWID;
CREATE INDEX conflict_open ON conflict (id) WHERE is_settled = 0;
