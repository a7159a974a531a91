-- The one index of everything public.

-- +goose Up

-- What people find. The texts are public, and row-level security would keep
-- PostgreSQL from using the text indexes: every statement names the tenant.
CREATE TABLE search_entries (
    tenant_id  text        NOT NULL,
    content_id uuid        NOT NULL,
    kind       text        NOT NULL,               -- group of the facets
    topics     text[]      NOT NULL DEFAULT '{}',
    date       timestamptz,
    archived   boolean     NOT NULL DEFAULT false,
    path       text        NOT NULL,
    title      jsonb       NOT NULL,
    body       jsonb       NOT NULL,               -- plain text by language, for the passages shown
    words      text        NOT NULL,               -- titles as they are compared: lower case, no accents
    heading    tsvector    NOT NULL,               -- title and short description
    vector     tsvector    NOT NULL,               -- those, the text and the text of files
    PRIMARY KEY (tenant_id, content_id)
);
-- A search walks over many rows and looks only at their headings: the long
-- texts lie elsewhere, so that a page of the table holds many rows.
ALTER TABLE search_entries SET (toast_tuple_target = 512);
ALTER TABLE search_entries ALTER COLUMN heading SET STORAGE MAIN;
CREATE INDEX search_entries_heading ON search_entries USING gin (tenant_id, heading);
CREATE INDEX search_entries_vector ON search_entries USING gin (tenant_id, vector);
CREATE INDEX search_entries_words ON search_entries USING gin (tenant_id, words gin_trgm_ops);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_entries TO sportello_app;

-- The text inside the files of a content, to say in which one a word was found.
CREATE TABLE search_files (
    tenant_id  text     NOT NULL,
    content_id uuid     NOT NULL,
    media_id   uuid     NOT NULL,
    title      jsonb    NOT NULL,
    url        text     NOT NULL,
    vector     tsvector NOT NULL,
    PRIMARY KEY (tenant_id, content_id, media_id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_files TO sportello_app;

-- The words of titles and short descriptions, to guess what was meant.
CREATE TABLE search_words (
    tenant_id text NOT NULL,
    plain     text NOT NULL,                       -- lower case, no accents
    language  text NOT NULL,
    word      text NOT NULL,
    PRIMARY KEY (tenant_id, plain, language)
);
CREATE INDEX search_words_plain ON search_words USING gin (tenant_id, plain gin_trgm_ops);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_words TO sportello_app;

-- Words that mean the same to who searches.
CREATE TABLE search_synonyms (
    tenant_id text        NOT NULL,
    id        uuid        NOT NULL,
    terms     jsonb       NOT NULL,
    position  integer     NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
SELECT protect_tenant_table('search_synonyms');

-- +goose Down
DROP TABLE search_synonyms, search_words, search_files, search_entries;
