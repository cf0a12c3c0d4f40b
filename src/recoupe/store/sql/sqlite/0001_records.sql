-- One table a kind of record: `body` is the record as JSON, the columns before it are read from it, so that
-- the database can be browsed and queried as it is. Kinds with large columns keep their body compressed
-- (zlib) and show none. `stage` and `unit_id` say who made a row, see `provenance`.

CREATE TABLE raw (
  sha256  TEXT PRIMARY KEY,
  content BLOB NOT NULL
);

CREATE TABLE page (
  id         TEXT PRIMARY KEY,
  location   TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256     TEXT NOT NULL REFERENCES raw(sha256),
  url        TEXT,
  outlet     TEXT,
  published  TEXT,
  language   TEXT
);

CREATE TABLE article (
  nr INTEGER PRIMARY KEY,  -- what the word index goes by
  id TEXT NOT NULL UNIQUE,
  page_id TEXT NOT NULL REFERENCES page(id),
  position INTEGER NOT NULL,
  outlet TEXT AS (json_extract(body, '$.outlet')) VIRTUAL,
  headline TEXT AS (json_extract(body, '$.headline')) VIRTUAL,
  published TEXT AS (json_extract(body, '$.published.at')) VIRTUAL,
  language TEXT AS (json_extract(body, '$.language')) VIRTUAL,
  byline TEXT AS (json_extract(body, '$.byline')) VIRTUAL,
  credit TEXT AS (json_extract(body, '$.credit')) VIRTUAL,
  domain TEXT AS (json_extract(body, '$.domain')) VIRTUAL,
  page TEXT AS (json_extract(body, '$.page')) VIRTUAL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX article_of ON article(page_id, position);
CREATE INDEX article_unit ON article(unit_id, stage);

CREATE TABLE rejection (
  id TEXT PRIMARY KEY,
  page_id TEXT REFERENCES page(id),
  position INTEGER NOT NULL,
  page TEXT AS (json_extract(body, '$.page')) VIRTUAL,
  reason TEXT AS (json_extract(body, '$.reason')) VIRTUAL,
  detail TEXT AS (json_extract(body, '$.detail')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX rejection_of ON rejection(page_id, position);
CREATE INDEX rejection_unit ON rejection(unit_id, stage);

CREATE TABLE annotations (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX annotations_of ON annotations(article_id, position);
CREATE INDEX annotations_unit ON annotations(unit_id, stage);

CREATE TABLE vectors (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX vectors_of ON vectors(article_id, position);
CREATE INDEX vectors_unit ON vectors(unit_id, stage);

CREATE TABLE names (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX names_of ON names(article_id, position);
CREATE INDEX names_unit ON names(unit_id, stage);

CREATE TABLE dating (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  published TEXT AS (json_extract(body, '$.published.at')) VIRTUAL,
  source TEXT AS (json_extract(body, '$.published.source')) VIRTUAL,
  certainty TEXT AS (json_extract(body, '$.published.certainty')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX dating_of ON dating(article_id, position);
CREATE INDEX dating_unit ON dating(unit_id, stage);

CREATE TABLE timex (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  start INTEGER AS (json_extract(body, '$.start')) VIRTUAL,
  "end" INTEGER AS (json_extract(body, '$.end')) VIRTUAL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  value TEXT AS (json_extract(body, '$.value')) VIRTUAL,
  earliest TEXT AS (json_extract(body, '$.earliest')) VIRTUAL,
  latest TEXT AS (json_extract(body, '$.latest')) VIRTUAL,
  anchor TEXT AS (json_extract(body, '$.anchor')) VIRTUAL,
  rule TEXT AS (json_extract(body, '$.rule')) VIRTUAL,
  certainty TEXT AS (json_extract(body, '$.certainty')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX timex_of ON timex(article_id, position);
CREATE INDEX timex_unit ON timex(unit_id, stage);

CREATE TABLE statement (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  source TEXT AS (json_extract(body, '$.source.text')) VIRTUAL,
  cue TEXT AS (json_extract(body, '$.cue.text')) VIRTUAL,
  start INTEGER AS (json_extract(body, '$.start')) VIRTUAL,
  "end" INTEGER AS (json_extract(body, '$.end')) VIRTUAL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  report_type TEXT AS (json_extract(body, '$.report_type')) VIRTUAL,
  modality TEXT AS (json_extract(body, '$.modality')) VIRTUAL,
  source_kind TEXT AS (json_extract(body, '$.source_kind')) VIRTUAL,
  zone TEXT AS (json_extract(body, '$.zone')) VIRTUAL,
  rule TEXT AS (json_extract(body, '$.rule')) VIRTUAL,
  parent_id TEXT AS (json_extract(body, '$.parent_id')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX statement_of ON statement(article_id, position);
CREATE INDEX statement_unit ON statement(unit_id, stage);

CREATE TABLE mention (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  start INTEGER AS (json_extract(body, '$.start')) VIRTUAL,
  "end" INTEGER AS (json_extract(body, '$.end')) VIRTUAL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  form TEXT AS (json_extract(body, '$.form')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX mention_of ON mention(article_id, position);
CREATE INDEX mention_unit ON mention(unit_id, stage);

CREATE TABLE cluster (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  name TEXT AS (json_extract(body, '$.name')) VIRTUAL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  mentions INTEGER AS (json_array_length(body, '$.mention_ids')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX cluster_of ON cluster(article_id, position);
CREATE INDEX cluster_unit ON cluster(unit_id, stage);

CREATE TABLE chain (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  statement_id TEXT AS (json_extract(body, '$.statement_id')) VIRTUAL REFERENCES statement(id),
  origin TEXT AS (json_extract(body, '$.hops[0].name')) VIRTUAL,
  hops INTEGER AS (json_array_length(body, '$.hops')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX chain_of ON chain(article_id, position);
CREATE INDEX chain_unit ON chain(unit_id, stage);

CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX signature_of ON signature(article_id, position);
CREATE INDEX signature_unit ON signature(unit_id, stage);

CREATE TABLE entity (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  name TEXT AS (json_extract(body, '$.name')) VIRTUAL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  aliases TEXT AS (json_extract(body, '$.aliases')) VIRTUAL,
  members INTEGER AS (json_array_length(body, '$.members')) VIRTUAL,
  wikidata TEXT AS (json_extract(body, '$.wikidata')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX entity_unit ON entity(unit_id, stage);

CREATE TABLE derivation (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  from_article_id TEXT AS (json_extract(body, '$.from_article_id')) VIRTUAL REFERENCES article(id),
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  share REAL AS (json_extract(body, '$.share')) VIRTUAL,
  evidence TEXT AS (json_extract(body, '$.evidence')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX derivation_of ON derivation(article_id, position);
CREATE INDEX derivation_unit ON derivation(unit_id, stage);

CREATE TABLE story (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  headline TEXT AS (json_extract(body, '$.headline')) VIRTUAL,
  articles INTEGER AS (json_array_length(body, '$.article_ids')) VIRTUAL,
  first_published_at TEXT AS (json_extract(body, '$.first_published_at')) VIRTUAL,
  last_published_at TEXT AS (json_extract(body, '$.last_published_at')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX story_unit ON story(unit_id, stage);

CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  appearances INTEGER AS (json_array_length(body, '$.appearances')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX claim_of ON claim(story_id, position);
CREATE INDEX claim_unit ON claim(unit_id, stage);

CREATE TABLE event (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  actor TEXT AS (json_extract(body, '$.actor')) VIRTUAL,
  recipient TEXT AS (json_extract(body, '$.recipient')) VIRTUAL,
  place TEXT AS (json_extract(body, '$.place')) VIRTUAL,
  date_earliest TEXT AS (json_extract(body, '$.date_earliest')) VIRTUAL,
  date_latest TEXT AS (json_extract(body, '$.date_latest')) VIRTUAL,
  modality TEXT AS (json_extract(body, '$.modality')) VIRTUAL,
  text TEXT AS (json_extract(body, '$.text')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX event_of ON event(story_id, position);
CREATE INDEX event_unit ON event(unit_id, stage);

CREATE TABLE corroboration (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  claim_id TEXT AS (json_extract(body, '$.claim_id')) VIRTUAL REFERENCES claim(id),
  outlets INTEGER AS (json_extract(body, '$.outlets')) VIRTUAL,
  documents INTEGER AS (json_extract(body, '$.documents')) VIRTUAL,
  origins_min INTEGER AS (json_extract(body, '$.origins_min')) VIRTUAL,
  origins_max INTEGER AS (json_extract(body, '$.origins_max')) VIRTUAL,
  unknown INTEGER AS (json_extract(body, '$.unknown')) VIRTUAL,
  modality TEXT AS (json_extract(body, '$.modality')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX corroboration_of ON corroboration(story_id, position);
CREATE INDEX corroboration_unit ON corroboration(unit_id, stage);

CREATE TABLE contradiction (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  type TEXT AS (json_extract(body, '$.type')) VIRTUAL,
  a TEXT AS (json_extract(body, '$.a.text')) VIRTUAL,
  b TEXT AS (json_extract(body, '$.b.text')) VIRTUAL,
  why TEXT AS (json_extract(body, '$.why')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX contradiction_of ON contradiction(story_id, position);
CREATE INDEX contradiction_unit ON contradiction(unit_id, stage);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  story_id TEXT NOT NULL REFERENCES story(id),
  position INTEGER NOT NULL,
  headline TEXT AS (json_extract(body, '$.headline')) VIRTUAL,
  n_articles INTEGER AS (json_extract(body, '$.n_articles')) VIRTUAL,
  n_outlets INTEGER AS (json_extract(body, '$.n_outlets')) VIRTUAL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX account_of ON account(story_id, position);
CREATE INDEX account_unit ON account(unit_id, stage);

-- Which entity a cluster is in, and which story an article is in, kept in step by triggers.
CREATE TABLE member (
  cluster_id TEXT NOT NULL REFERENCES cluster(id),
  entity_id  TEXT NOT NULL REFERENCES entity(id),
  rule       TEXT NOT NULL,
  evidence   TEXT NOT NULL,
  PRIMARY KEY (cluster_id, entity_id)
) WITHOUT ROWID;
CREATE INDEX member_entity ON member(entity_id);

CREATE TRIGGER entity_in AFTER INSERT ON entity BEGIN
  INSERT INTO member
    SELECT json_extract(value, '$.cluster_id'), new.id, json_extract(value, '$.rule'), json_extract(value, '$.evidence')
    FROM json_each(new.body, '$.members') WHERE true
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER entity_out AFTER DELETE ON entity BEGIN
  DELETE FROM member WHERE entity_id = old.id;
END;

CREATE TABLE telling (
  article_id TEXT NOT NULL REFERENCES article(id),
  story_id   TEXT NOT NULL REFERENCES story(id),
  PRIMARY KEY (article_id, story_id)
) WITHOUT ROWID;
CREATE INDEX telling_story ON telling(story_id);

CREATE TRIGGER story_in AFTER INSERT ON story BEGIN
  INSERT INTO telling
    SELECT value, new.id FROM json_each(new.body, '$.article_ids') WHERE true
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER story_out AFTER DELETE ON story BEGIN
  DELETE FROM telling WHERE story_id = old.id;
END;

-- Words of headline and text; the characters themselves stay in `article`.
CREATE VIRTUAL TABLE article_words USING fts5(
  headline, text, content='article', content_rowid='nr', tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER article_in AFTER INSERT ON article BEGIN
  INSERT INTO article_words(rowid, headline, text) VALUES (new.nr, new.headline, new.text);
END;
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN
  INSERT INTO article_words(article_words, rowid, headline, text)
    VALUES ('delete', old.nr, old.headline, old.text);
END;
