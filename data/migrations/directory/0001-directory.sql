-- Who may come to this hub: tenants, accounts, devices, the families of their tokens, invitations. Every secret is here as a hash alone.

CREATE TABLE tenant (
  id BLOB PRIMARY KEY NOT NULL,
  name TEXT NOT NULL UNIQUE,
  epoch INTEGER NOT NULL,           -- another one after every restore
  made_us INTEGER NOT NULL
) WITHOUT ROWID;

-- Whoever holds tokens: a person (with a password) or a device (with an Ed25519 key, or a write-only token of a phone tracker).
CREATE TABLE holder (
  id BLOB PRIMARY KEY NOT NULL,
  tenant BLOB NOT NULL REFERENCES tenant,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  subject BLOB,                     -- the driver or truck that it is
  depot BLOB,
  password TEXT,                    -- argon2id
  public_key BLOB,
  tracker BLOB UNIQUE,              -- hash of a tracker's token
  proof_us INTEGER NOT NULL,        -- the time in the last proof of the key: none may come twice
  is_disabled INTEGER NOT NULL
) WITHOUT ROWID;

-- One chain of refresh tokens, each good once. Using one twice revokes the family: one of the two had stolen it.
CREATE TABLE family (
  id BLOB PRIMARY KEY NOT NULL,
  holder BLOB NOT NULL REFERENCES holder,
  refresh BLOB NOT NULL UNIQUE,     -- hash of the one that is good
  expires_us INTEGER NOT NULL,
  is_revoked INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE spent (
  refresh BLOB PRIMARY KEY NOT NULL,
  family BLOB NOT NULL REFERENCES family
) WITHOUT ROWID;

CREATE TABLE invitation (
  token BLOB PRIMARY KEY NOT NULL,
  tenant BLOB NOT NULL REFERENCES tenant,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  subject BLOB,
  depot BLOB,
  expires_us INTEGER NOT NULL
) WITHOUT ROWID;

-- Every refusal, for whoever has to look into it. Names nobody but by id.
CREATE TABLE refusal (
  at_us INTEGER NOT NULL,
  tenant BLOB,
  holder BLOB,
  address TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX refusal_by_time ON refusal (at_us);
