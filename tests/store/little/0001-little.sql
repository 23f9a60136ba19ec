CREATE TABLE yard (
  id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL,
  name TEXT
) WITHOUT ROWID;

CREATE TABLE van (
  id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL,
  name TEXT, plate TEXT, load_kg INTEGER, colour TEXT, is_ready INTEGER, yard BLOB, driver BLOB, bought INTEGER, seen_us INTEGER,
  price REAL, extras TEXT, photo BLOB
) WITHOUT ROWID;
CREATE INDEX van_by_name ON van (deleted, name);
CREATE INDEX van_by_plate ON van (deleted, plate);
