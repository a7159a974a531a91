-- The files of the website: pictures, documents, videos, sounds.

-- +goose Up
CREATE TABLE media (
    tenant_id     text             NOT NULL,
    id            uuid             NOT NULL,
    key           text             NOT NULL DEFAULT '', -- of what was imported, stable from one import to the next
    kind          text             NOT NULL CHECK (kind IN ('image', 'document', 'video', 'audio')),
    version       bigint           NOT NULL DEFAULT 1,
    title         jsonb            NOT NULL DEFAULT '{}',
    alt           jsonb            NOT NULL DEFAULT '{}',
    caption       jsonb            NOT NULL DEFAULT '{}',
    transcript    jsonb            NOT NULL DEFAULT '{}',
    credits       text             NOT NULL DEFAULT '',
    licence       text             NOT NULL DEFAULT '',
    language      text             NOT NULL DEFAULT '',
    accessible    boolean,
    label         text             NOT NULL, -- titles and file name, for the list of editors
    mime          text             NOT NULL,
    file_name     text             NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
    size          bigint           NOT NULL CHECK (size > 0),
    sha256        text             NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    source_sha256 text             NOT NULL CHECK (source_sha256 ~ '^[0-9a-f]{64}$'), -- before it was cleaned
    width         integer,
    height        integer,
    focal_x       double precision CHECK (focal_x BETWEEN 0 AND 1),
    focal_y       double precision CHECK (focal_y BETWEEN 0 AND 1),
    renditions    jsonb            NOT NULL DEFAULT '[]',
    captions      jsonb            NOT NULL DEFAULT '[]',
    state         text             NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
    created_at    timestamptz      NOT NULL,
    updated_at    timestamptz      NOT NULL,
    created_by    text             NOT NULL DEFAULT '',
    updated_by    text             NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    CHECK ((focal_x IS NULL) = (focal_y IS NULL))
);
CREATE UNIQUE INDEX media_key ON media (tenant_id, key) WHERE key <> '';
CREATE INDEX media_newest ON media (tenant_id, kind, id DESC);
CREATE INDEX media_label ON media USING gin (tenant_id, plain_text(label) gin_trgm_ops);
SELECT protect_tenant_table('media');

-- What can be read inside documents, kept apart because it is long.
CREATE TABLE media_texts (
    tenant_id text NOT NULL,
    media_id  uuid NOT NULL,
    sha256    text NOT NULL, -- of the file it was read from
    body      text NOT NULL,
    PRIMARY KEY (tenant_id, media_id),
    FOREIGN KEY (tenant_id, media_id) REFERENCES media (tenant_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('media_texts');

-- +goose Down
DROP TABLE media_texts;
DROP TABLE media;
