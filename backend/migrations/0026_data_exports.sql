-- Copies of their data that people asked for. The file is in the storage and
-- goes with its row when the copy expires.

-- +goose Up
CREATE TABLE data_exports (
    tenant_id    text        NOT NULL,
    id           uuid        NOT NULL,
    person_id    uuid        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('preparing', 'ready', 'failed')),
    requested_at timestamptz NOT NULL,
    ready_at     timestamptz,
    expires_at   timestamptz NOT NULL,
    size         bigint      NOT NULL DEFAULT 0,
    sha256       text        NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    CHECK (status <> 'ready' OR (ready_at IS NOT NULL AND sha256 ~ '^[0-9a-f]{64}$'))
);
CREATE UNIQUE INDEX data_exports_open ON data_exports (tenant_id, person_id) WHERE status = 'preparing';
CREATE INDEX data_exports_person ON data_exports (tenant_id, person_id, requested_at DESC);
CREATE INDEX data_exports_expiry ON data_exports (tenant_id, expires_at);
SELECT protect_tenant_table('data_exports');

-- +goose Down
DROP TABLE data_exports;
