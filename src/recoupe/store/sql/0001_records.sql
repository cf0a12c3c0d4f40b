-- Who made what, and what broke. Every record's row names its stage and unit, which lead here.
CREATE TABLE provenance (
  stage       TEXT NOT NULL,
  unit_id     TEXT NOT NULL,
  version     INTEGER NOT NULL,
  inputs      TEXT NOT NULL,   -- digest of everything the output depends on
  outputs     TEXT NOT NULL,   -- digest of what was given
  settings    TEXT NOT NULL,
  kinds       TEXT NOT NULL,   -- tables that hold the unit's records
  finished_at TEXT NOT NULL,
  PRIMARY KEY (stage, unit_id)
);

CREATE TABLE failure (
  id      TEXT PRIMARY KEY,
  stage   TEXT NOT NULL,
  version INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  cause   TEXT NOT NULL
);
