-- News for people and how each delivery went. No address is kept here.

-- +goose Up
CREATE TABLE notifications (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    application_id uuid,
    template       text        NOT NULL,
    params         jsonb       NOT NULL DEFAULT '{}',
    channel        text        NOT NULL DEFAULT 'email',
    status         text        NOT NULL CHECK (status IN ('queued', 'sent', 'skipped', 'failed')),
    language       text        NOT NULL DEFAULT '',
    message_id     text        NOT NULL,
    detail         text        NOT NULL DEFAULT '',
    platform_mode  text        NOT NULL,
    attempts       integer     NOT NULL DEFAULT 0,
    created_at     timestamptz NOT NULL,
    sent_at        timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notifications_application ON notifications (tenant_id, application_id);
CREATE INDEX notifications_person ON notifications (tenant_id, person_id);
SELECT protect_tenant_table('notifications');

-- +goose Down
DROP TABLE notifications;
