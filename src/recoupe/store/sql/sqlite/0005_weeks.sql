-- What going through the collection week by week gives beside stories: where undated articles are looked for,
-- what a week leaves to the next, links between episodes, and the log.
CREATE TABLE placing (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  day TEXT AS (json_extract(body, '$.day')) VIRTUAL,
  why TEXT AS (json_extract(body, '$.why')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX placing_of ON placing(article_id, position);
CREATE INDEX placing_unit ON placing(unit_id, stage);

CREATE TABLE story_link (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  other_id TEXT AS (json_extract(body, '$.other_id')) VIRTUAL,
  relation TEXT AS (json_extract(body, '$.relation')) VIRTUAL,
  why TEXT AS (json_extract(body, '$.why')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX story_link_of ON story_link(story_id, position);
CREATE INDEX story_link_unit ON story_link(unit_id, stage);

CREATE TABLE story_change (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL,  -- a story that was merged into another since is no longer in `story`
  position INTEGER NOT NULL,
  happened TEXT AS (json_extract(body, '$.on')) VIRTUAL,
  action TEXT AS (json_extract(body, '$.action')) VIRTUAL,
  other_id TEXT AS (json_extract(body, '$.other_id')) VIRTUAL,
  why TEXT AS (json_extract(body, '$.why')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX story_change_of ON story_change(story_id, position);
CREATE INDEX story_change_unit ON story_change(unit_id, stage);

CREATE TABLE carry (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX carry_unit ON carry(unit_id, stage);

CREATE TABLE closed (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX closed_unit ON closed(unit_id, stage);

-- Signatures have another shape now: every article is signed again.
DELETE FROM signature;
DELETE FROM provenance WHERE stage = 'sign';
