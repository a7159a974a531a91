-- What a municipality's editors set of its website.

-- +goose Up

CREATE TABLE site_settings (
    tenant_id  text        NOT NULL,
    version    bigint      NOT NULL,
    settings   jsonb       NOT NULL,
    updated_by text        NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id)
);
SELECT protect_tenant_table('site_settings');

-- What the editors put in evidence, slot by slot, in their order.
CREATE TABLE site_evidence (
    tenant_id  text        NOT NULL,
    slot       text        NOT NULL,
    version    bigint      NOT NULL,
    contents   jsonb       NOT NULL,               -- ids
    updated_by text        NOT NULL DEFAULT '',
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, slot)
);
SELECT protect_tenant_table('site_evidence');

-- +goose Down
DROP TABLE site_evidence, site_settings;
