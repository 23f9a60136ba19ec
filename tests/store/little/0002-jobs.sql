CREATE TABLE job (
  id BLOB PRIMARY KEY NOT NULL, deleted INTEGER NOT NULL, stamp INTEGER NOT NULL,
  title TEXT, van BLOB, status TEXT, rank TEXT, done_us INTEGER
) WITHOUT ROWID;
CREATE INDEX job_by_van ON job (deleted, van);
