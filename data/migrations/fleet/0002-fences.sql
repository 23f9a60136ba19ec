-- Fences with their vertices, whom they are for, and what trucks did at them.
CREATE TABLE fence (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  kind TEXT,
  depot BLOB,
  site BLOB,
  active INTEGER,
  entry_delay_s INTEGER,
  stay_limit_s INTEGER,
  speed_limit_cms INTEGER,
  note TEXT
) WITHOUT ROWID;
CREATE INDEX fence_depot ON fence (depot);
CREATE INDEX fence_site ON fence (site);

CREATE TABLE fence_vertex (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  fence BLOB,
  ring INTEGER,
  rank TEXT,
  lon_e7 INTEGER,
  lat_e7 INTEGER
) WITHOUT ROWID;
CREATE INDEX fence_vertex_fence ON fence_vertex (fence);

CREATE TABLE fence_truck (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  fence BLOB,
  truck BLOB
) WITHOUT ROWID;
CREATE INDEX fence_truck_fence ON fence_truck (fence);
CREATE INDEX fence_truck_truck ON fence_truck (truck);

CREATE TABLE fence_event (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  truck BLOB,
  fence BLOB,
  transition TEXT,
  at_us INTEGER
) WITHOUT ROWID;
CREATE INDEX fence_event_truck ON fence_event (truck);
CREATE INDEX fence_event_fence ON fence_event (fence);
