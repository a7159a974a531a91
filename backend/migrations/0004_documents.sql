-- Files, the register, and the documents the municipality issues.

-- +goose Up
CREATE TABLE files (
    tenant_id    text        NOT NULL,
    id           uuid        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content_type text        NOT NULL,
    size         bigint      NOT NULL CHECK (size > 0),
    sha256       text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    storage_key  text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
SELECT protect_tenant_table('files');

-- The last number given out in each series. A row is locked while its number
-- is being taken, so that a rolled back transaction leaves no gap.
CREATE TABLE number_counters (
    tenant_id text    NOT NULL,
    series    text    NOT NULL,
    year      integer NOT NULL,
    last      bigint  NOT NULL CHECK (last >= 0),
    PRIMARY KEY (tenant_id, series, year)
);
SELECT protect_tenant_table('number_counters');

CREATE TABLE registrations (
    tenant_id    text        NOT NULL,
    id           uuid        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   text        NOT NULL,
    year         integer     NOT NULL,
    serial       bigint      NOT NULL,
    number       text        NOT NULL,
    date         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT registrations_subject UNIQUE (tenant_id, subject_kind, subject_id),
    CONSTRAINT registrations_number UNIQUE (tenant_id, year, serial)
);
SELECT protect_tenant_table('registrations');

CREATE TABLE documents (
    tenant_id         text        NOT NULL,
    id                uuid        NOT NULL,
    subject_kind      text        NOT NULL,
    subject_id        text        NOT NULL,
    kind              text        NOT NULL CHECK (kind IN ('receipt', 'outcome', 'payment_receipt', 'integration_receipt')),
    number            text        NOT NULL,
    title_it          text        NOT NULL,
    title_en          text        NOT NULL,
    service_it        text        NOT NULL,
    service_en        text        NOT NULL,
    language          text        NOT NULL,
    file_name         text        NOT NULL,
    content_type      text        NOT NULL,
    size              bigint      NOT NULL DEFAULT 0,
    sha256            text        NOT NULL DEFAULT '',
    storage_key       text        NOT NULL,
    verification_code text        NOT NULL,
    platform_mode     text        NOT NULL,
    created_at        timestamptz NOT NULL,
    issued_at         timestamptz,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT documents_subject UNIQUE (tenant_id, subject_kind, subject_id, kind),
    CONSTRAINT documents_code UNIQUE (tenant_id, verification_code),
    CHECK (issued_at IS NULL OR sha256 ~ '^[0-9a-f]{64}$')
);
CREATE INDEX documents_sha256 ON documents (tenant_id, sha256) WHERE issued_at IS NOT NULL;
SELECT protect_tenant_table('documents');

-- +goose Down
DROP TABLE documents;
DROP TABLE registrations;
DROP TABLE number_counters;
DROP TABLE files;
