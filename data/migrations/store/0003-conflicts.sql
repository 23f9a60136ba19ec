-- Conflicts are records now, so that everybody hears of them and settles them by an operation. Nothing was ever written here.
DROP TABLE conflict;
