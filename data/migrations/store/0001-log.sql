-- What every workspace has, whatever its records are: who writes, what was done, who wrote which cell last.

-- One row: this workspace.
CREATE TABLE workspace (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  is_authority INTEGER NOT NULL,    -- 1: no hub, operations get their seq here; 0: a hub gives it
  seq INTEGER NOT NULL,             -- the last seq given here, as authority
  epoch INTEGER NOT NULL,           -- the hub's, 0 before the first contact
  cursor INTEGER NOT NULL,          -- the hub's operations up to this seq are in the base
  stable INTEGER NOT NULL           -- the hub can't lose its operations up to this seq
);

-- Who operations come from. Number 1 is this workspace itself.
CREATE TABLE client (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  last_mid INTEGER NOT NULL
);

-- Short numbers for (table, field); given when a field is first seen and never changed, so that a field may move in its description.
CREATE TABLE field (
  number INTEGER PRIMARY KEY,
  record TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (record, name)
);

-- Every operation that was applied or decided here, in that order. The pending ones are the outbox.
CREATE TABLE log (
  number INTEGER PRIMARY KEY,
  client INTEGER NOT NULL REFERENCES client,
  mid INTEGER NOT NULL,
  seq INTEGER,                      -- NULL until the authority accepted it
  verdict INTEGER NOT NULL,         -- DrayVerdict: 0 pending, 1 accepted, 2 flagged, 3 rejected
  operation TEXT NOT NULL,          -- name@version
  permission TEXT NOT NULL,         -- what was asked of the permission table: its name, or TABLE.set and the like for generic ones
  arguments TEXT NOT NULL,          -- JSON, members in the order of the description
  base_seq INTEGER NOT NULL,        -- what its author had seen
  hash BLOB NOT NULL,               -- SHA-256, see dray-intent.c
  actor BLOB,
  at_us INTEGER NOT NULL,           -- by the author's clock
  received_us INTEGER NOT NULL,     -- by the clock here
  note TEXT,                        -- why it was flagged or rejected
  effects BLOB NOT NULL,            -- see dray-effect.c
  UNIQUE (client, mid)
);
CREATE UNIQUE INDEX log_by_seq ON log (seq) WHERE seq IS NOT NULL;
CREATE INDEX log_pending ON log (mid) WHERE verdict = 0;

-- Which operations wrote to a row: its history.
CREATE TABLE touched (
  id BLOB NOT NULL,
  number INTEGER NOT NULL REFERENCES log ON DELETE CASCADE,
  PRIMARY KEY (id, number)
) WITHOUT ROWID;
CREATE INDEX touched_by_number ON touched (number);

-- What a pending operation read: field 0 is the row of that id, any other one the set of rows whose field holds the value.
CREATE TABLE reading (
  field INTEGER NOT NULL,
  value NOT NULL,
  number INTEGER NOT NULL REFERENCES log ON DELETE CASCADE,
  PRIMARY KEY (field, value, number)
) WITHOUT ROWID;
CREATE INDEX reading_by_number ON reading (number);

-- The log entry that wrote a cell last, where it isn't the one that made the row (its stamp).
CREATE TABLE cell (
  id BLOB NOT NULL,
  field INTEGER NOT NULL REFERENCES field,
  number INTEGER NOT NULL,
  PRIMARY KEY (id, field)
) WITHOUT ROWID;

-- What the authority holds, where pending operations made the tables differ from it.
CREATE TABLE base (
  id BLOB NOT NULL,
  field INTEGER NOT NULL REFERENCES field,
  value,
  number INTEGER,                   -- the log entry that wrote it last, NULL while the row does not exist
  PRIMARY KEY (id, field)
) WITHOUT ROWID;
