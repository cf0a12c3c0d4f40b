-- What lists are made by: a story's days, its outlets and languages, what in it calls for a look.
ALTER TABLE account ADD COLUMN first_day TEXT AS (coalesce(json_extract(body, '$.first_day'), '')) VIRTUAL;
ALTER TABLE account ADD COLUMN last_day TEXT AS (coalesce(json_extract(body, '$.last_day'), '')) VIRTUAL;
CREATE INDEX account_days ON account(last_day DESC, story_id, first_day);
CREATE INDEX corroboration_lone ON corroboration(story_id) WHERE outlets > 1 AND origins_max <= 1;
CREATE INDEX article_outlet ON article(outlet);

DROP TRIGGER story_in;
DROP TRIGGER story_out;
DROP TABLE telling;
CREATE TABLE telling (
  article_id TEXT NOT NULL REFERENCES article(id),
  story_id   TEXT NOT NULL REFERENCES story(id),
  outlet     TEXT NOT NULL,
  language   TEXT NOT NULL,
  PRIMARY KEY (article_id, story_id)
) WITHOUT ROWID;
CREATE INDEX telling_story ON telling(story_id, outlet);
CREATE INDEX telling_outlet ON telling(outlet, story_id);
CREATE INDEX telling_language ON telling(language, story_id);
CREATE TRIGGER story_in AFTER INSERT ON story BEGIN
  INSERT INTO telling
    SELECT value, new.id, coalesce(article.outlet, ''), coalesce(article.language, '')
    FROM json_each(new.body, '$.article_ids') LEFT JOIN article ON article.id = value WHERE true
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER story_out AFTER DELETE ON story BEGIN
  DELETE FROM telling WHERE story_id = old.id;
END;
INSERT INTO telling
  SELECT value, story.id, coalesce(article.outlet, ''), coalesce(article.language, '')
  FROM story, json_each(story.body, '$.article_ids') LEFT JOIN article ON article.id = value WHERE true
  ON CONFLICT DO NOTHING;

-- Words of headline and text as they are looked up: stems without accents; the characters stay in `article`.
-- `stems` and `name_keys` are functions of the program: other programs may read this file, not write it.
DROP TRIGGER article_in;
DROP TRIGGER article_out;
DROP TABLE article_words;
CREATE VIRTUAL TABLE article_words USING fts5(headline, text, tokenize="unicode61");
CREATE TRIGGER article_in AFTER INSERT ON article BEGIN
  INSERT INTO article_words(rowid, headline, text)
    VALUES (new.nr, stems(new.language, new.headline), stems(new.language, new.text));
END;
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN
  DELETE FROM article_words WHERE rowid = old.nr;
END;
INSERT INTO article_words(rowid, headline, text)
  SELECT nr, stems(language, headline), stems(language, text) FROM article;

-- Sounds of the words of names and aliases: one entity under every spelling.
CREATE TABLE spelling (
  sound     TEXT NOT NULL,
  entity_id TEXT NOT NULL REFERENCES entity(id),
  PRIMARY KEY (sound, entity_id)
) WITHOUT ROWID;
CREATE INDEX spelling_entity ON spelling(entity_id);
CREATE TRIGGER spelling_in AFTER INSERT ON entity BEGIN
  INSERT INTO spelling SELECT value, new.id FROM json_each(name_keys(new.name, new.aliases)) WHERE true
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER spelling_out AFTER DELETE ON entity BEGIN
  DELETE FROM spelling WHERE entity_id = old.id;
END;
INSERT INTO spelling
  SELECT value, entity.id FROM entity, json_each(name_keys(entity.name, entity.aliases)) WHERE true
  ON CONFLICT DO NOTHING;
