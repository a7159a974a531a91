-- +goose Up

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS citext;

-- The role of the running product. It owns nothing, cannot log in, and row
-- level security holds for it; the server takes it on at every connection.
-- +goose StatementBegin
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sportello_app') THEN
        CREATE ROLE sportello_app NOLOGIN NOINHERIT;
    END IF;
    IF NOT pg_has_role(current_user, 'sportello_app', 'MEMBER') THEN
        EXECUTE format('GRANT sportello_app TO %I', current_user);
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of the same server created it in the meantime
END;
$$;
-- +goose StatementEnd

GRANT USAGE ON SCHEMA public TO sportello_app;

-- Italian words without their accents: "citta" finds "città".
CREATE TEXT SEARCH CONFIGURATION italian_unaccent (COPY = italian);
ALTER TEXT SEARCH CONFIGURATION italian_unaccent
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, italian_stem;

-- unaccent() depends on a dictionary that may change, so PostgreSQL does not
-- take it in an index. Ours does not change.
-- +goose StatementBegin
CREATE FUNCTION plain_text(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
-- +goose StatementEnd

-- protect_tenant_table puts the second lock on a table: its rows are visible,
-- and can be written, only under the tenant set on the connection.
-- +goose StatementBegin
CREATE FUNCTION protect_tenant_table(name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    t regclass := name::regclass;
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY one_tenant ON %s'
        ' USING (tenant_id = current_setting(''app.tenant'', true))'
        ' WITH CHECK (tenant_id = current_setting(''app.tenant'', true))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO sportello_app', t);
END;
$$;
-- +goose StatementEnd

-- The municipalities of this installation. Every replica reads them all to
-- find the one a request is for, so they have no tenant themselves.
CREATE TABLE tenants (
    id         text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9_-]{1,62}$'),
    name       text        NOT NULL,
    host       text        NOT NULL UNIQUE CHECK (host = lower(host)),
    settings   jsonb       NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON tenants TO sportello_app;

-- Who did what. Rows are added and read, never changed or removed.
CREATE TABLE audit_entries (
    tenant_id  text        NOT NULL,
    id         uuid        NOT NULL,
    at         timestamptz NOT NULL,
    actor_kind text        NOT NULL,
    actor_id   text        NOT NULL DEFAULT '',
    actor_name text        NOT NULL DEFAULT '',
    action     text        NOT NULL,
    subject    text        NOT NULL,
    subject_id text        NOT NULL DEFAULT '',
    detail     jsonb       NOT NULL DEFAULT '{}',
    request_id text        NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_entries_subject ON audit_entries (tenant_id, subject, subject_id, at);
CREATE INDEX audit_entries_actor ON audit_entries (tenant_id, actor_id, at);
SELECT protect_tenant_table('audit_entries');
REVOKE UPDATE, DELETE ON audit_entries FROM sportello_app;

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The answers to requests that carry an Idempotency-Key; completed_at is null
-- while the first of them is under way. scope names who sent it.
CREATE TABLE idempotency_keys (
    tenant_id    text        NOT NULL,
    scope        text        NOT NULL,
    key          text        NOT NULL,
    request_hash text        NOT NULL,
    status       integer     NOT NULL DEFAULT 0,
    headers      jsonb,
    body         bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    completed_at timestamptz,
    PRIMARY KEY (tenant_id, scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (tenant_id, created_at);
SELECT protect_tenant_table('idempotency_keys');

-- +goose Down

DROP TABLE idempotency_keys;
DROP TABLE audit_entries;
DROP TABLE tenants;
DROP FUNCTION refuse_change();
DROP FUNCTION protect_tenant_table(text);
DROP FUNCTION plain_text(text);
DROP TEXT SEARCH CONFIGURATION italian_unaccent;
