-- Each act of the trail says whose data it was about, in which case, and for
-- which office: the person can then be told.

-- +goose Up
ALTER TABLE audit_entries
    ADD COLUMN person_id uuid,
    ADD COLUMN application_id uuid,
    ADD COLUMN office text NOT NULL DEFAULT '';
CREATE INDEX audit_entries_person ON audit_entries (tenant_id, person_id, at DESC, id DESC) WHERE person_id IS NOT NULL;

-- What was recorded before is completed, not changed; from then on the trail
-- only grows again.
ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only;
ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE applications NO FORCE ROW LEVEL SECURITY;
ALTER TABLE payments NO FORCE ROW LEVEL SECURITY;
ALTER TABLE persons NO FORCE ROW LEVEL SECURITY;
UPDATE audit_entries e SET person_id = a.applicant_id, application_id = a.id,
    office = CASE e.actor_kind WHEN 'operator' THEN a.office ELSE '' END
FROM applications a WHERE e.subject = 'application' AND a.tenant_id = e.tenant_id AND a.id::text = e.subject_id;
UPDATE audit_entries e SET person_id = p.person_id,
    application_id = CASE p.subject_kind WHEN 'application' THEN p.subject_id END
FROM payments p WHERE e.subject = 'payment' AND p.tenant_id = e.tenant_id AND p.id::text = e.subject_id;
UPDATE audit_entries e SET person_id = p.id
FROM persons p WHERE e.subject = 'person' AND p.tenant_id = e.tenant_id AND p.id::text = e.subject_id;
ALTER TABLE persons FORCE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;
ALTER TABLE applications FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_append_only;

-- +goose Down
DROP INDEX audit_entries_person;
ALTER TABLE audit_entries DROP COLUMN office, DROP COLUMN application_id, DROP COLUMN person_id;
