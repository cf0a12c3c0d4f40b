-- What was read anew of an article that says no day of its own, with the days of its story.
CREATE TABLE redating (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  article_id TEXT AS (json_extract(body, '$.article_id')) VIRTUAL REFERENCES article(id),
  earliest TEXT AS (json_extract(body, '$.published.earliest')) VIRTUAL,
  latest TEXT AS (json_extract(body, '$.published.latest')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX redating_of ON redating(story_id, position);
CREATE INDEX redating_unit ON redating(unit_id, stage);
