package applications

import (
	"context"
	"errors"
	"fmt"

	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

// issueReceipt writes the receipt of what was sent. The document is made
// outside a transaction, always the same one for an application; the row learns
// of it afterwards.
func (s *Service) issueReceipt(ctx context.Context, job receiptJob) error {
	ctx = asSystem(ctx)
	app, err := s.store.get(ctx, job.ApplicationID)
	if err != nil || app.ReceiptID != nil || app.RegisteredAt == nil {
		return gone(err)
	}
	content, err := s.receiptContent(ctx, &app)
	if err != nil {
		return err
	}
	doc, err := s.Documents.Receipt(ctx, content)
	if err != nil {
		return fmt.Errorf("receipt of application %s: %w", app.ID, err)
	}
	return s.step(ctx, app.ID, func(ctx context.Context, app *Application) error {
		if app.ReceiptID != nil {
			return nil
		}
		app.ReceiptID = &doc.ID
		return s.store.touch(ctx, app)
	})
}

// issueOutcome writes the act that closes the application and tells the
// applicant, who finds it already there.
func (s *Service) issueOutcome(ctx context.Context, job outcomeJob) error {
	ctx = asSystem(ctx)
	app, err := s.store.get(ctx, job.ApplicationID)
	if err != nil || app.OutcomeID != nil || app.DecidedAt == nil {
		return gone(err)
	}
	content, err := s.outcomeContent(ctx, &app)
	if err != nil {
		return err
	}
	doc, err := s.Documents.Outcome(ctx, content)
	if err != nil {
		return fmt.Errorf("outcome of application %s: %w", app.ID, err)
	}
	return s.step(ctx, app.ID, func(ctx context.Context, app *Application) error {
		if app.OutcomeID != nil {
			return nil
		}
		app.OutcomeID = &doc.ID
		if err := s.tell(ctx, app, outcomeTemplates[app.Status], nil); err != nil {
			return err
		}
		return s.store.touch(ctx, app)
	})
}

var outcomeTemplates = map[Status]string{
	Accepted:        notifications.ApplicationAccepted,
	Rejected:        notifications.ApplicationRejected,
	AcceptedSilence: notifications.ApplicationAcceptedSilence,
}

// issueIntegrationReceipt writes the receipt of what was added.
func (s *Service) issueIntegrationReceipt(ctx context.Context, job integrationReceiptJob) error {
	ctx = asSystem(ctx)
	app, err := s.store.get(ctx, job.ApplicationID)
	if err != nil {
		return gone(err)
	}
	request, err := s.store.integration(ctx, app.ID)
	if err != nil || request == nil || request.ReceiptID != nil || request.ClosedAt == nil {
		return err
	}
	content, err := s.integrationContent(ctx, &app, request)
	if err != nil {
		return err
	}
	doc, err := s.Documents.IntegrationReceipt(ctx, content)
	if err != nil {
		return fmt.Errorf("integration receipt of application %s: %w", app.ID, err)
	}
	request.ReceiptID = &doc.ID
	return s.store.updateIntegration(ctx, request)
}

// paper gathers what every document says, and the definition it was sent under.
func (s *Service) paper(ctx context.Context, app *Application) (documents.Case, *catalogue.Definition, error) {
	def, err := s.Catalogue.DefinitionVersion(ctx, app.ServiceID, app.ServiceVersion)
	if err != nil {
		return documents.Case{}, nil, fmt.Errorf("definition of application %s: %w", app.ID, err)
	}
	office, err := s.Tenants.Office(ctx, app.Office)
	if err != nil {
		return documents.Case{}, nil, fmt.Errorf("office of application %s: %w", app.ID, err)
	}
	c := documents.Case{
		SubjectKind: "application", SubjectID: app.ID, Language: app.Applicant.Language, Number: app.number(),
		Service: documents.Localized{IT: app.ServiceTitleIT, EN: app.ServiceTitleEN},
		Office: documents.Office{
			Name: documents.Localized(office.Name), Address: office.Address, Phone: office.Phone, Email: office.Email,
			Responsible: responsible(app, office.Responsible),
		},
		Applicant: documents.Party{Name: app.ApplicantName, TaxCode: app.ApplicantTaxCode},
		Simulated: s.Simulated,
	}
	if app.RegisteredAt != nil {
		c.Registration = &documents.Registration{Number: app.RegistrationNumber, Date: *app.RegisteredAt}
	}
	return c, def, nil
}

// responsible is who has the application in charge, or who answers for the
// office's procedures.
func responsible(app *Application, office string) string {
	if app.AssigneeName != "" {
		return app.AssigneeName
	}
	return office
}

func (s *Service) receiptContent(ctx context.Context, app *Application) (documents.ReceiptContent, error) {
	base, def, err := s.paper(ctx, app)
	if err != nil {
		return documents.ReceiptContent{}, err
	}
	files, err := s.attached(ctx, app, def, purposeForm)
	if err != nil {
		return documents.ReceiptContent{}, err
	}
	content := documents.ReceiptContent{
		Case: base, SubmittedAt: *app.SubmittedAt, Summary: summary(def, app),
		Declarations: declarationTexts(def, app), Attachments: files,
		DeadlineDays: def.Deadline.Days, Silence: def.Deadline.Silence,
	}
	if def.Deadline.Days > 0 { // the term as it was then, before any suspension
		due := def.Deadline.Due(day(*app.RegisteredAt))
		content.DueDate = &due
	}
	for _, f := range app.Fees {
		content.Fees = append(content.Fees, documents.FeeLine{
			Reason: documents.Localized{IT: f.ReasonIT, EN: f.ReasonEN}, AmountCents: f.AmountCents,
		})
	}
	return content, nil
}

func (s *Service) outcomeContent(ctx context.Context, app *Application) (documents.OutcomeContent, error) {
	base, def, err := s.paper(ctx, app)
	if err != nil {
		return documents.OutcomeContent{}, err
	}
	return documents.OutcomeContent{
		Case: base, SubmittedAt: *app.SubmittedAt,
		Accepted: app.Status != Rejected, BySilence: app.Status == AcceptedSilence,
		Reasons: app.Reasons, Decision: def.Texts[app.Decision].In(app.Applicant.Language),
		DecidedBy: app.DecidedBy, DecidedAt: *app.DecidedAt, Summary: summary(def, app),
	}, nil
}

func (s *Service) integrationContent(ctx context.Context, app *Application, request *Integration) (documents.IntegrationReceiptContent, error) {
	base, def, err := s.paper(ctx, app)
	if err != nil {
		return documents.IntegrationReceiptContent{}, err
	}
	base.SubjectKind, base.SubjectID = "integration", request.ID
	files, err := s.attached(ctx, app, def, purposeIntegration)
	return documents.IntegrationReceiptContent{
		Case: base, RequestText: request.Text, RequestedAt: request.RequestedAt, Answer: request.Answer,
		AnsweredAt: *request.ClosedAt, Attachments: files, DueDate: app.DueDate,
	}, err
}

// attached lists the files sent for a purpose, with what the form called them.
func (s *Service) attached(ctx context.Context, app *Application, def *catalogue.Definition, purpose string) ([]documents.AttachedFile, error) {
	rows, err := s.store.attachments(ctx, app.ID)
	var files []documents.AttachedFile
	for _, a := range rows {
		if a.Purpose == purpose && a.SentAt != nil {
			label := def.FieldLabel(a.Key, app.Applicant.Language)
			files = append(files, documents.AttachedFile{Label: label, Name: a.FileName, Size: a.Size, SHA256: a.SHA256})
		}
	}
	return files, err
}

func summary(def *catalogue.Definition, app *Application) []documents.Step {
	var steps []documents.Step
	for _, step := range def.Summary(app.Data, app.Applicant.Language) {
		out := documents.Step{Title: step.Title}
		for _, section := range step.Sections {
			rows := make([]documents.Row, len(section.Rows))
			for i, row := range section.Rows {
				rows[i] = documents.Row(row)
			}
			out.Sections = append(out.Sections, documents.Section{Title: section.Title, Rows: rows})
		}
		steps = append(steps, out)
	}
	return steps
}

func declarationTexts(def *catalogue.Definition, app *Application) []string {
	var texts []string
	for _, d := range def.Declarations {
		for _, made := range app.Declarations {
			if made == d.Key {
				texts = append(texts, d.Text.In(app.Applicant.Language))
			}
		}
	}
	return texts
}
