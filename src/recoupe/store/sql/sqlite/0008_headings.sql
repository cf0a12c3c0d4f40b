-- What the tagger reads in headlines, lines that sign and crossheads, and what they name and say.
CREATE TABLE heading_words (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX heading_words_of ON heading_words(article_id, position);
CREATE INDEX heading_words_unit ON heading_words(unit_id, stage);

CREATE TABLE headings (
  id TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES article(id),
  position INTEGER NOT NULL,
  body TEXT NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX headings_of ON headings(article_id, position);
CREATE INDEX headings_unit ON headings(unit_id, stage);
