-- Reports that people put together of figures.
CREATE TABLE saved_report (
  id BLOB PRIMARY KEY NOT NULL,
  deleted INTEGER NOT NULL,
  stamp INTEGER NOT NULL,
  name TEXT,
  measures TEXT,
  split TEXT,
  shows TEXT,
  period TEXT,
  truck BLOB,
  driver BLOB,
  party BLOB,
  depot BLOB
) WITHOUT ROWID;
