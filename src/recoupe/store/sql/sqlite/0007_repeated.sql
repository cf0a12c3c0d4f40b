-- Marks of each page's short lines, and of those that its outlet repeats.
CREATE TABLE short_lines (
  id TEXT PRIMARY KEY,
  page_id TEXT NOT NULL REFERENCES page(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX short_lines_of ON short_lines(page_id, position);
CREATE INDEX short_lines_unit ON short_lines(unit_id, stage);

CREATE TABLE repeated (
  id TEXT PRIMARY KEY,
  page_id TEXT NOT NULL REFERENCES page(id),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  stage TEXT NOT NULL,
  unit_id TEXT NOT NULL
);
CREATE INDEX repeated_of ON repeated(page_id, position);
CREATE INDEX repeated_unit ON repeated(unit_id, stage);
