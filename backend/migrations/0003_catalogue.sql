-- +goose Up

-- Every version of every service that was ever offered: an application keeps
-- the one it was written for. Services are the same for all municipalities, so
-- the rows have no tenant; they are added and read, never changed.
CREATE TABLE service_versions (
    service_id text        NOT NULL,
    version    text        NOT NULL,
    definition jsonb       NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (service_id, version)
);
GRANT SELECT, INSERT ON service_versions TO sportello_app;

-- What a municipality does differently from the catalogue: a service it
-- suspends or does not offer, or gives to another office.
CREATE TABLE tenant_services (
    tenant_id  text        NOT NULL,
    service_id text        NOT NULL,
    status     text        NOT NULL DEFAULT '' CHECK (status IN ('', 'active', 'suspended', 'disabled')),
    office     text        NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, service_id)
);
SELECT protect_tenant_table('tenant_services');

-- Published texts, in the words by which people look for them. They are public,
-- and row-level security would keep PostgreSQL from using the text indexes: the
-- tenant is a condition of the one query that reads them.
CREATE TABLE search_documents (
    tenant_id  text        NOT NULL,
    kind       text        NOT NULL,
    id         text        NOT NULL,
    title_it   text        NOT NULL,
    title_en   text        NOT NULL,
    brief_it   text        NOT NULL,
    brief_en   text        NOT NULL,
    body_it    text        NOT NULL,
    body_en    text        NOT NULL,
    updated_at timestamptz NOT NULL,
    vector     tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('italian_unaccent'::regconfig, title_it), 'A') ||
        setweight(to_tsvector('english'::regconfig, title_en), 'A') ||
        setweight(to_tsvector('italian_unaccent'::regconfig, brief_it), 'B') ||
        setweight(to_tsvector('english'::regconfig, brief_en), 'B') ||
        setweight(to_tsvector('italian_unaccent'::regconfig, body_it), 'D') ||
        setweight(to_tsvector('english'::regconfig, body_en), 'D')
    ) STORED,
    words      text GENERATED ALWAYS AS (
        plain_text(title_it || ' ' || title_en || ' ' || brief_it || ' ' || brief_en)
    ) STORED,
    PRIMARY KEY (tenant_id, kind, id)
);
CREATE INDEX search_documents_vector ON search_documents USING gin (tenant_id, vector);
CREATE INDEX search_documents_words ON search_documents USING gin (tenant_id, words gin_trgm_ops);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_documents TO sportello_app;

-- +goose Down

DROP TABLE search_documents;
DROP TABLE tenant_services;
DROP TABLE service_versions;
