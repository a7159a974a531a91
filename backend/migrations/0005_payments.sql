-- +goose Up

-- Numbers of the notices, one for the whole installation: a number is never
-- given twice, and a database built again does not give those of the one before.
CREATE SEQUENCE payments_number AS bigint MINVALUE 1 MAXVALUE 9999999999999 NO CYCLE;
SELECT setval('payments_number', (extract(epoch FROM clock_timestamp()) * 1000)::bigint);
GRANT USAGE ON SEQUENCE payments_number TO sportello_app;

CREATE TABLE payment_settings (
    tenant_id         text NOT NULL PRIMARY KEY,
    creditor_tax_code text NOT NULL,
    creditor_name     text NOT NULL,
    broker_tax_code   text NOT NULL DEFAULT '',
    station_id        text NOT NULL DEFAULT '',
    segregation_code  text NOT NULL CHECK (segregation_code ~ '^[0-9]{2}$'),
    iban              text NOT NULL,
    fee_category      text NOT NULL,
    stamp_category    text NOT NULL,
    digital_stamp     boolean NOT NULL DEFAULT false,
    province          text NOT NULL DEFAULT '',
    swept_to          timestamptz,
    updated_at        timestamptz NOT NULL
);
SELECT protect_tenant_table('payment_settings');

CREATE TABLE payments (
    tenant_id              text NOT NULL,
    id                     uuid NOT NULL,
    subject_kind           text NOT NULL,
    subject_id             uuid NOT NULL,
    person_id              uuid NOT NULL,
    number                 bigint NOT NULL DEFAULT nextval('payments_number'),
    reason_it              text NOT NULL,
    reason_en              text NOT NULL,
    amount_cents           bigint NOT NULL CHECK (amount_cents > 0),
    notification_fee_cents bigint NOT NULL DEFAULT 0,
    lines                  jsonb NOT NULL,
    debtor                 jsonb NOT NULL,
    status                 text NOT NULL CHECK (status IN
        ('requested', 'open', 'in_progress', 'paid', 'failed', 'cancelled', 'mismatch')),
    platform_mode          text NOT NULL CHECK (platform_mode IN ('real', 'simulator', 'off')),
    iuv                    text NOT NULL DEFAULT '',
    nav                    text NOT NULL DEFAULT '',
    due_date               timestamptz NOT NULL,
    opening_at             timestamptz,
    opened_at              timestamptz,
    checkout_at            timestamptz,
    checked_at             timestamptz,
    paid_at                timestamptz,
    psp                    text NOT NULL DEFAULT '',
    receipt_id             text NOT NULL DEFAULT '',
    receipt_document_id    uuid,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX payments_number_key ON payments (number);
CREATE UNIQUE INDEX payments_nav_key ON payments (tenant_id, nav) WHERE nav <> '';
CREATE INDEX payments_subject ON payments (tenant_id, subject_id);
CREATE INDEX payments_person ON payments (tenant_id, person_id, created_at DESC, id DESC);
CREATE INDEX payments_waiting ON payments (tenant_id, created_at) WHERE status IN ('requested', 'open', 'in_progress');
SELECT protect_tenant_table('payments');

CREATE TABLE payment_receipts (
    tenant_id    text NOT NULL,
    id           uuid NOT NULL,
    payment_id   uuid NOT NULL,
    receipt_id   text NOT NULL,
    amount_cents bigint NOT NULL,
    fee_cents    bigint NOT NULL DEFAULT 0,
    paid_at      timestamptz NOT NULL,
    psp          text NOT NULL DEFAULT '',
    method       text NOT NULL DEFAULT '',
    payer        text NOT NULL DEFAULT '',
    source       text NOT NULL CHECK (source IN ('position', 'receipt', 'notice')),
    document     text NOT NULL DEFAULT '',
    sha256       text NOT NULL DEFAULT '',
    received_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES payments (tenant_id, id)
);
CREATE UNIQUE INDEX payment_receipts_receipt_key ON payment_receipts (tenant_id, payment_id, receipt_id);
SELECT protect_tenant_table('payment_receipts');

CREATE TABLE payment_attempts (
    tenant_id   text NOT NULL,
    id          uuid NOT NULL,
    payment_id  uuid NOT NULL,
    token_hash  text NOT NULL,
    url         text NOT NULL DEFAULT '',
    outcome     text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    returned_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES payments (tenant_id, id)
);
CREATE INDEX payment_attempts_payment ON payment_attempts (tenant_id, payment_id, created_at DESC);
SELECT protect_tenant_table('payment_attempts');

CREATE TABLE payment_refunds (
    tenant_id    text NOT NULL,
    id           uuid NOT NULL,
    payment_id   uuid NOT NULL,
    receipt_id   text NOT NULL,
    amount_cents bigint NOT NULL,
    reason       text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES payments (tenant_id, id)
);
CREATE UNIQUE INDEX payment_refunds_receipt_key ON payment_refunds (tenant_id, payment_id, receipt_id, reason);
SELECT protect_tenant_table('payment_refunds');

-- +goose Down
DROP TABLE payment_refunds;
DROP TABLE payment_attempts;
DROP TABLE payment_receipts;
DROP TABLE payments;
DROP TABLE payment_settings;
DROP SEQUENCE payments_number;
