-- What the website says. A content has the text that editors work on (data)
-- and the one that visitors read (published_data); the columns from card on
-- are what lists need of the latter, so that none of them opens a document.

-- +goose Up
CREATE TABLE contents (
    tenant_id         text        NOT NULL,
    id                uuid        NOT NULL,
    key               text        NOT NULL DEFAULT '', -- of what was imported, stable from one import to the next
    import_hash       text        NOT NULL DEFAULT '', -- of what was last imported
    type              text        NOT NULL,
    slug              text        NOT NULL,
    path              text        NOT NULL, -- empty: no page of its own
    status            text        NOT NULL CHECK (status IN
                          ('draft', 'in_review', 'scheduled', 'published', 'expired', 'archived', 'unpublished')),
    version           bigint      NOT NULL DEFAULT 1,
    title             jsonb       NOT NULL DEFAULT '{}',
    label             text        NOT NULL DEFAULT '', -- the titles, for the list of editors
    data              jsonb       NOT NULL DEFAULT '{}',
    owner_unit_id     uuid,
    publish_at        timestamptz,
    expires_at        timestamptz, -- withdrawn then
    leaves_at         timestamptz, -- out of lists then
    created_at        timestamptz NOT NULL,
    created_by        text        NOT NULL DEFAULT '',
    updated_at        timestamptz NOT NULL,
    updated_by        text        NOT NULL DEFAULT '',
    updated_by_id     text        NOT NULL DEFAULT '',
    public            boolean     NOT NULL DEFAULT false,
    published_data    jsonb,
    published_version bigint,
    published_at      timestamptz, -- the first time
    refreshed_at      timestamptz, -- the last time that the public text changed or went away
    archived_at       timestamptz,
    card              jsonb       NOT NULL DEFAULT '{}',
    kind_code         text        NOT NULL DEFAULT '',
    kind_codes        text[]      NOT NULL DEFAULT '{}', -- with the terms above
    topic_codes       text[]      NOT NULL DEFAULT '{}',
    date              timestamptz,
    end_date          timestamptz,
    order_date        timestamptz, -- date, or the first publication
    sort_title        text        NOT NULL DEFAULT '',
    sort_order        integer     NOT NULL DEFAULT 0,
    words             text        NOT NULL DEFAULT '', -- title and short description without accents, for the search of a list
    PRIMARY KEY (tenant_id, id),
    CHECK (NOT public OR published_data IS NOT NULL)
);
-- The texts lie apart, so that lists read short rows.
ALTER TABLE contents SET (toast_tuple_target = 512);
ALTER TABLE contents ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN published_data SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX contents_key ON contents (tenant_id, key) WHERE key <> '';
CREATE UNIQUE INDEX contents_path ON contents (tenant_id, path) WHERE path <> '';
CREATE INDEX contents_by_date ON contents (tenant_id, type, order_date DESC, id DESC) WHERE public AND archived_at IS NULL;
CREATE INDEX contents_by_title ON contents (tenant_id, type, sort_title, id) WHERE public AND archived_at IS NULL;
CREATE INDEX contents_counts ON contents (tenant_id, type, kind_codes, refreshed_at) WHERE public AND archived_at IS NULL;
CREATE INDEX contents_by_refresh ON contents (tenant_id, refreshed_at, id) WHERE refreshed_at IS NOT NULL;
CREATE INDEX contents_office ON contents (tenant_id, updated_at DESC, id DESC);
SELECT protect_tenant_table('contents');

-- Topics, kinds and references of the public contents, as "topic:acqua" or
-- "ref:<id>". Row-level security keeps the index of an array from use, because
-- its operators are not leakproof; those of text are.
CREATE TABLE content_tags (
    tenant_id  text NOT NULL,
    tag        text NOT NULL,
    content_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, tag, content_id),
    FOREIGN KEY (tenant_id, content_id) REFERENCES contents (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX content_tags_content ON content_tags (tenant_id, content_id);
SELECT protect_tenant_table('content_tags');

CREATE TABLE content_revisions (
    tenant_id  text        NOT NULL,
    content_id uuid        NOT NULL,
    number     bigint      NOT NULL, -- the version of the content it is
    data       jsonb       NOT NULL,
    title      jsonb       NOT NULL,
    slug       text        NOT NULL DEFAULT '',
    author     text        NOT NULL DEFAULT '',
    author_id  text        NOT NULL DEFAULT '',
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, content_id, number),
    FOREIGN KEY (tenant_id, content_id) REFERENCES contents (tenant_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('content_revisions');

-- What the public text of a content refers to, field by field.
CREATE TABLE content_links (
    tenant_id text    NOT NULL,
    from_id   uuid    NOT NULL,
    field     text    NOT NULL,
    position  integer NOT NULL,
    to_id     uuid    NOT NULL,
    PRIMARY KEY (tenant_id, from_id, field, position),
    FOREIGN KEY (tenant_id, from_id) REFERENCES contents (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX content_links_to ON content_links (tenant_id, to_id, field);
SELECT protect_tenant_table('content_links');

-- The files that the working or the public text of a content shows.
CREATE TABLE content_media (
    tenant_id  text    NOT NULL,
    content_id uuid    NOT NULL,
    media_id   uuid    NOT NULL,
    public     boolean NOT NULL,
    PRIMARY KEY (tenant_id, media_id, content_id, public),
    FOREIGN KEY (tenant_id, content_id) REFERENCES contents (tenant_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('content_media');

-- Addresses that lead elsewhere; to nowhere when what was there is gone.
CREATE TABLE redirects (
    tenant_id  text        NOT NULL,
    id         uuid        NOT NULL,
    from_path  text        NOT NULL,
    to_path    text        NOT NULL DEFAULT '',
    content_id uuid, -- whose address it was or is
    automatic  boolean     NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT redirects_from UNIQUE (tenant_id, from_path)
);
CREATE INDEX redirects_content ON redirects (tenant_id, content_id);
SELECT protect_tenant_table('redirects');

-- Who may edit which part of the website.
CREATE TABLE editor_grants (
    tenant_id   text   NOT NULL,
    id          uuid   NOT NULL,
    operator_id uuid   NOT NULL,
    role        text   NOT NULL CHECK (role IN ('author', 'publisher', 'content_admin')),
    sections    text[] NOT NULL DEFAULT '{}', -- empty: all
    unit_ids    uuid[] NOT NULL DEFAULT '{}', -- empty: all
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX editor_grants_operator ON editor_grants (tenant_id, operator_id);
SELECT protect_tenant_table('editor_grants');

-- +goose Down
DROP TABLE editor_grants, redirects, content_media, content_links, content_revisions, content_tags, contents;
