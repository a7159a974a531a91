-- A municipality offers the services it has activated: no row, no service.

-- +goose Up
ALTER TABLE tenant_services NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant_services (tenant_id, service_id, updated_at)
SELECT tenants.id, offered.service_id, now()
FROM tenants CROSS JOIN (SELECT DISTINCT service_id FROM service_versions) AS offered
ON CONFLICT DO NOTHING;
ALTER TABLE tenant_services FORCE ROW LEVEL SECURITY;

-- The municipality's own lists that forms suggest answers from.
CREATE TABLE form_options (
    tenant_id text NOT NULL,
    list      text NOT NULL CHECK (list IN ('streets', 'schools')),
    name      text NOT NULL,
    detail    text NOT NULL DEFAULT '', -- the kind of a school, the hamlet of a street
    words     text NOT NULL GENERATED ALWAYS AS (plain_text(name || ' ' || detail)) STORED,
    PRIMARY KEY (tenant_id, list, name)
);
SELECT protect_tenant_table('form_options');

-- What counts against the limits of a service.
CREATE INDEX applications_sent ON applications (tenant_id, service_id, number) WHERE number IS NOT NULL;

-- +goose Down
DROP INDEX applications_sent;
DROP TABLE form_options;
