-- What a person decided and did not take back; the decisions file holds the whole history.
CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  about TEXT AS (json_extract(body, '$.about')) VIRTUAL,
  action TEXT AS (json_extract(body, '$.action')) VIRTUAL,
  decided_at TEXT AS (json_extract(body, '$.at')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX decision_unit ON decision(stage, unit_id);
