-- What people think of the pages, and the help they ask for.

-- +goose Up

-- One opinion. Nothing of it tells who gave it: no person, no address.
CREATE TABLE ratings (
    tenant_id  text        NOT NULL,
    id         uuid        NOT NULL,
    scope      text        NOT NULL CHECK (scope IN ('page', 'service')),
    path       text        NOT NULL,
    content_id uuid,
    stars      smallint    NOT NULL CHECK (stars BETWEEN 1 AND 5),
    answers    jsonb       NOT NULL DEFAULT '[]',
    comment    text        NOT NULL DEFAULT '',
    language   text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ratings_path ON ratings (tenant_id, scope, path, created_at);
CREATE INDEX ratings_comments ON ratings (tenant_id, created_at DESC, id DESC) WHERE comment <> '';
SELECT protect_tenant_table('ratings');

CREATE TABLE assistance_counters (
    tenant_id text    NOT NULL,
    year      integer NOT NULL,
    last      integer NOT NULL,
    PRIMARY KEY (tenant_id, year)
);
SELECT protect_tenant_table('assistance_counters');

-- Requests for help, from people who need not have signed in: the secret part
-- of the address they get by e-mail is sealed, and its hash finds the row.
CREATE TABLE assistance_requests (
    tenant_id    text        NOT NULL,
    id           uuid        NOT NULL,
    number       text        NOT NULL,
    given_name   text        NOT NULL,
    family_name  text        NOT NULL,
    email        text        NOT NULL,
    category     text        NOT NULL,
    service_id   uuid,
    language     text        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('submitted', 'answered', 'closed')),
    token_hash   text        NOT NULL,
    token_sealed text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    closed_at    timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX assistance_requests_token ON assistance_requests (tenant_id, token_hash);
CREATE INDEX assistance_requests_list ON assistance_requests (tenant_id, status, updated_at DESC, id DESC);
SELECT protect_tenant_table('assistance_requests');

CREATE TABLE assistance_messages (
    tenant_id  text        NOT NULL,
    id         uuid        NOT NULL,
    request_id uuid        NOT NULL,
    sender     text        NOT NULL CHECK (sender IN ('citizen', 'office')),
    author     text        NOT NULL DEFAULT '',
    body       text        NOT NULL,
    sent_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES assistance_requests (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX assistance_messages_request ON assistance_messages (tenant_id, request_id, sent_at, id);
SELECT protect_tenant_table('assistance_messages');

-- News also goes to people who only wrote to the municipality.
ALTER TABLE notifications ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE notifications ADD COLUMN correspondent_id uuid;
ALTER TABLE notifications ADD CHECK ((person_id IS NULL) <> (correspondent_id IS NULL));

-- +goose Down
DELETE FROM notifications WHERE person_id IS NULL;
ALTER TABLE notifications DROP COLUMN correspondent_id;
ALTER TABLE notifications ALTER COLUMN person_id SET NOT NULL;
DROP TABLE assistance_messages, assistance_requests, assistance_counters, ratings;
