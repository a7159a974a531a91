-- +goose Up

-- One row per application, from its draft to its outcome. What lists show is
-- kept on the row itself, so that a page of them is one statement.
CREATE TABLE applications (
    tenant_id           text        NOT NULL,
    id                  uuid        NOT NULL,
    number              text,
    service_id          text        NOT NULL,
    service_version     text        NOT NULL,
    service_title_it    text        NOT NULL,
    service_title_en    text        NOT NULL,
    office              text        NOT NULL,
    applicant_id        uuid        NOT NULL,
    applicant           jsonb       NOT NULL,
    applicant_name      text        NOT NULL,
    applicant_tax_code  text        NOT NULL,
    name_key            text COLLATE "C" NOT NULL,
    family_key          text COLLATE "C" NOT NULL,
    status              text        NOT NULL CHECK (status IN (
        'draft', 'awaiting_payment', 'submitted', 'registered', 'in_progress', 'integration_requested',
        'accepted', 'accepted_silence', 'rejected', 'withdrawn', 'expired')),
    version             bigint      NOT NULL DEFAULT 1,
    step                text        NOT NULL DEFAULT '',
    data                jsonb       NOT NULL DEFAULT '{}',
    declarations        jsonb       NOT NULL DEFAULT '[]',
    privacy_version     text        NOT NULL DEFAULT '',
    privacy_accepted_at timestamptz,
    form_changed        boolean     NOT NULL DEFAULT false,
    fees                jsonb       NOT NULL DEFAULT '[]',
    total_cents         bigint      NOT NULL DEFAULT 0,
    payment_id          uuid,
    submitted_at        timestamptz,
    registration_number text        NOT NULL DEFAULT '',
    registered_at       timestamptz,
    due_date            date,
    due_order           date GENERATED ALWAYS AS (COALESCE(due_date, DATE '9999-12-31')) STORED,
    assent_by_silence   boolean     NOT NULL DEFAULT false,
    assignee_id         uuid,
    assignee_name       text        NOT NULL DEFAULT '',
    taken_in_charge_at  timestamptz,
    suspended_once      boolean     NOT NULL DEFAULT false,
    decision            text        NOT NULL DEFAULT '' CHECK (decision IN ('', 'accepted', 'rejected', 'accepted_silence')),
    reasons             text        NOT NULL DEFAULT '',
    decided_at          timestamptz,
    decided_by          text        NOT NULL DEFAULT '',
    receipt_id          uuid,
    outcome_id          uuid,
    unread_by_applicant integer     NOT NULL DEFAULT 0,
    unread_by_office    integer     NOT NULL DEFAULT 0,
    expires_at          timestamptz,
    reminded_at         timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (status <> 'draft' OR number IS NULL)
);

-- A person has one open draft of a service.
CREATE UNIQUE INDEX applications_open_draft ON applications (tenant_id, applicant_id, service_id) WHERE status = 'draft';
CREATE UNIQUE INDEX applications_number ON applications (tenant_id, number COLLATE "C");
CREATE INDEX applications_applicant ON applications (tenant_id, applicant_id, updated_at DESC, id DESC);
CREATE INDEX applications_payment ON applications (tenant_id, payment_id) WHERE payment_id IS NOT NULL;

-- The office's lists: what is open by its term, everything by its arrival.
CREATE INDEX applications_office_open ON applications (tenant_id, office, due_order, id)
    WHERE status IN ('submitted', 'registered', 'in_progress', 'integration_requested');
CREATE INDEX applications_tenant_open ON applications (tenant_id, due_order, id)
    WHERE status IN ('submitted', 'registered', 'in_progress', 'integration_requested');
CREATE INDEX applications_mine_open ON applications (tenant_id, assignee_id, due_order, id)
    WHERE status IN ('submitted', 'registered', 'in_progress', 'integration_requested');
CREATE INDEX applications_integration ON applications (tenant_id, office, due_order, id)
    WHERE status = 'integration_requested';
CREATE INDEX applications_open_newest ON applications (tenant_id, office, submitted_at DESC, id DESC)
    WHERE status IN ('submitted', 'registered', 'in_progress', 'integration_requested');
CREATE INDEX applications_office_newest ON applications (tenant_id, office, submitted_at DESC, id DESC)
    WHERE submitted_at IS NOT NULL;
CREATE INDEX applications_tenant_newest ON applications (tenant_id, submitted_at DESC, id DESC)
    WHERE submitted_at IS NOT NULL;
CREATE INDEX applications_name ON applications (tenant_id, name_key) WHERE submitted_at IS NOT NULL;
CREATE INDEX applications_family ON applications (tenant_id, family_key) WHERE submitted_at IS NOT NULL;
CREATE INDEX applications_tax_code ON applications (tenant_id, applicant_tax_code) WHERE submitted_at IS NOT NULL;
SELECT protect_tenant_table('applications');

-- The last number given in a year. The row is locked by whoever submits, so
-- the sequence has no gaps.
CREATE TABLE application_counters (
    tenant_id text    NOT NULL,
    year      integer NOT NULL,
    last      bigint  NOT NULL,
    PRIMARY KEY (tenant_id, year)
);
SELECT protect_tenant_table('application_counters');

-- What happened to an application, in order: the citizen's timeline.
CREATE TABLE application_steps (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    application_id uuid        NOT NULL,
    kind           text        NOT NULL,
    note           text        NOT NULL DEFAULT '',
    at             timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX application_steps_application ON application_steps (tenant_id, application_id, at);
SELECT protect_tenant_table('application_steps');

-- Files of the form, of an integration or of a message. sent_at says when the
-- office could first see the file; until then the applicant may take it back.
CREATE TABLE application_attachments (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    application_id uuid        NOT NULL,
    purpose        text        NOT NULL CHECK (purpose IN ('form', 'integration', 'message')),
    key            text        NOT NULL,
    file_id        uuid        NOT NULL,
    file_name      text        NOT NULL,
    content_type   text        NOT NULL,
    size           bigint      NOT NULL,
    sha256         text        NOT NULL,
    uploaded_at    timestamptz NOT NULL,
    sent_at        timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX application_attachments_application ON application_attachments (tenant_id, application_id, uploaded_at);
SELECT protect_tenant_table('application_attachments');

-- Requests for an integration. The term can be suspended only once.
CREATE TABLE application_integrations (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    application_id uuid        NOT NULL,
    text           text        NOT NULL,
    keys           jsonb       NOT NULL DEFAULT '[]',
    requested_by   text        NOT NULL,
    requested_at   timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    answer         text        NOT NULL DEFAULT '',
    closed_at      timestamptz,
    receipt_id     uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, application_id) REFERENCES applications (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX application_integrations_once ON application_integrations (tenant_id, application_id);
SELECT protect_tenant_table('application_integrations');

-- The conversation about an application, and the notices of its steps.
CREATE TABLE messages (
    tenant_id      text        NOT NULL,
    id             uuid        NOT NULL,
    application_id uuid        NOT NULL,
    person_id      uuid        NOT NULL,
    sender         text        NOT NULL CHECK (sender IN ('office', 'applicant', 'system')),
    author         text        NOT NULL DEFAULT '',
    subject        text        NOT NULL,
    body           text        NOT NULL,
    attachments    jsonb       NOT NULL DEFAULT '[]',
    sent_at        timestamptz NOT NULL,
    read_at        timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX messages_application ON messages (tenant_id, application_id, sent_at, id);
CREATE INDEX messages_person ON messages (tenant_id, person_id, sent_at DESC, id DESC);
SELECT protect_tenant_table('messages');

-- +goose Down
DROP TABLE messages, application_integrations, application_attachments,
    application_steps, application_counters, applications;
