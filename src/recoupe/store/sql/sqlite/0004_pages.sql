-- What the server declared, and who says what is known of a page: `manifest` or `feed`.
ALTER TABLE page ADD COLUMN charset TEXT;
ALTER TABLE page ADD COLUMN stated_by TEXT NOT NULL DEFAULT 'manifest';
