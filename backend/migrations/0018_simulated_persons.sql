-- Whether a person was identified by a simulator: production refuses them.

-- +goose Up
ALTER TABLE persons ADD COLUMN platform_mode text NOT NULL DEFAULT 'real';

-- The simulator's people have the code of a place that does not exist.
ALTER TABLE persons NO FORCE ROW LEVEL SECURITY;
UPDATE persons SET platform_mode = 'simulator' WHERE substr(tax_code, 12, 4) = 'Z999';
ALTER TABLE persons FORCE ROW LEVEL SECURITY;
ALTER TABLE persons ALTER COLUMN platform_mode DROP DEFAULT;

-- +goose Down
ALTER TABLE persons DROP COLUMN platform_mode;
