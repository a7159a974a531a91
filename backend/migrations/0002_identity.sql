-- +goose Up
CREATE TABLE persons (
    tenant_id   text        NOT NULL,
    id          uuid        NOT NULL,
    tax_code    text        NOT NULL,
    given_name  text        NOT NULL,
    family_name text        NOT NULL,
    birth_date  text        NOT NULL DEFAULT '',
    birth_place text        NOT NULL DEFAULT '',
    gender      text        NOT NULL DEFAULT '',
    address     jsonb,
    email       text        NOT NULL DEFAULT '',
    phone       text        NOT NULL DEFAULT '',
    language    text        NOT NULL DEFAULT 'it' CHECK (language IN ('it', 'en')),
    sources     jsonb       NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT persons_tax_code UNIQUE (tenant_id, tax_code)
);
SELECT protect_tenant_table('persons');

CREATE TABLE operators (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    username       text        NOT NULL,
    password_hash  text        NOT NULL,
    totp_secret    text        NOT NULL,
    last_totp_step bigint      NOT NULL DEFAULT 0,
    name           text        NOT NULL,
    email          text        NOT NULL DEFAULT '',
    roles          text[]      NOT NULL DEFAULT '{}',
    offices        text[]      NOT NULL DEFAULT '{}',
    disabled       boolean     NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT operators_username UNIQUE (tenant_id, username)
);
SELECT protect_tenant_table('operators');

-- A session belongs to one citizen or to one operator, never to both.
CREATE TABLE sessions (
    tenant_id     text        NOT NULL,
    id            uuid        NOT NULL,
    token_hash    text        NOT NULL,
    kind          text        NOT NULL,
    person_id     uuid,
    operator_id   uuid,
    provider      text        NOT NULL,
    protocol      text        NOT NULL,
    assertion_id  text        NOT NULL DEFAULT '',
    level         integer     NOT NULL,
    platform_mode text        NOT NULL,
    created_at    timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT sessions_token UNIQUE (tenant_id, token_hash),
    CONSTRAINT sessions_subject CHECK (
        (kind = 'citizen' AND person_id IS NOT NULL AND operator_id IS NULL) OR
        (kind = 'operator' AND operator_id IS NOT NULL AND person_id IS NULL)),
    FOREIGN KEY (tenant_id, person_id) REFERENCES persons (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, operator_id) REFERENCES operators (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_last_seen ON sessions (tenant_id, last_seen_at);
SELECT protect_tenant_table('sessions');

CREATE TABLE sign_in_requests (
    tenant_id    text        NOT NULL,
    state_hash   text        NOT NULL,
    browser_hash text        NOT NULL,
    nonce        text        NOT NULL,
    verifier     text        NOT NULL,
    provider     text        NOT NULL,
    level        integer     NOT NULL,
    return_to    text        NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, state_hash)
);
CREATE INDEX sign_in_requests_expiry ON sign_in_requests (tenant_id, expires_at);
SELECT protect_tenant_table('sign_in_requests');

-- Failures are counted by who was tried and from where, under a hash.
CREATE TABLE login_attempts (
    tenant_id     text        NOT NULL,
    key_hash      text        NOT NULL,
    failures      integer     NOT NULL,
    blocked_until timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key_hash)
);
SELECT protect_tenant_table('login_attempts');

CREATE TABLE signing_keys (
    tenant_id   text        NOT NULL,
    kid         text        NOT NULL,
    private_key text        NOT NULL,
    public_key  bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    retires_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kid)
);
SELECT protect_tenant_table('signing_keys');

-- Access tokens revoked before their end, and assertions already exchanged.
CREATE TABLE spent_tokens (
    tenant_id  text        NOT NULL,
    jti        text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, jti)
);
SELECT protect_tenant_table('spent_tokens');

-- +goose Down
DROP TABLE spent_tokens, signing_keys, login_attempts, sign_in_requests, sessions, operators, persons;
