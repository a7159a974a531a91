package applications

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

const (
	minIntegrationText = 10
	maxIntegrationDays = 30 // L. 241/1990, art. 2 c. 7
	maxIntegrationKeys = 30
)

// IntegrationRequest is what an office asks an applicant to add.
type IntegrationRequest struct {
	Text    string
	Keys    []string
	DueDays int
}

func (r *IntegrationRequest) check() error {
	r.Text = strings.TrimSpace(r.Text)
	n := utf8.RuneCountInString(r.Text)
	switch {
	case n < minIntegrationText:
		return ErrIntegration.WithFields(errs.Field{Pointer: "/text", Code: "min_length", Params: map[string]any{"min": minIntegrationText}})
	case n > maxText:
		return ErrIntegration.WithFields(errs.Field{Pointer: "/text", Code: "max_length", Params: map[string]any{"max": maxText}})
	case r.DueDays < 1 || r.DueDays > maxIntegrationDays:
		return ErrIntegration.WithFields(errs.Field{Pointer: "/due_days", Code: "range", Params: map[string]any{"min": 1, "max": maxIntegrationDays}})
	case len(r.Keys) > maxIntegrationKeys:
		return ErrIntegration.WithFields(errs.Field{Pointer: "/keys", Code: "max_items", Params: map[string]any{"max": maxIntegrationKeys}})
	}
	return nil
}

// AskIntegration suspends the term, once, until the applicant adds what is
// missing.
func (s *Service) AskIntegration(ctx context.Context, id string, r IntegrationRequest) error {
	if err := r.check(); err != nil {
		return err
	}
	return s.handle(ctx, id, "application.integration_requested", func(ctx context.Context, app *Application) error {
		if err := assigned(ctx, app); err != nil && !app.Status.Closed() {
			return err
		}
		if app.SuspendedOnce && app.Status == InProgress {
			return ErrIntegrationUsed
		}
		if err := app.moveTo(IntegrationRequested); err != nil {
			return err
		}
		return s.suspend(ctx, app, r)
	})
}

func (s *Service) suspend(ctx context.Context, app *Application, r IntegrationRequest) error {
	def, err := s.Catalogue.DefinitionVersion(ctx, app.ServiceID, app.ServiceVersion)
	if err != nil {
		return err
	}
	if err := knownKeys(def, r.Keys); err != nil {
		return err
	}
	now := s.now()
	request := Integration{
		ID: ids.New(), ApplicationID: app.ID, Text: r.Text, Keys: append([]string{}, r.Keys...),
		RequestedBy: identity.ActorFrom(ctx).Name, RequestedAt: now,
		DueAt: endOf(day(now).AddDate(0, 0, r.DueDays)).UTC(),
	}
	if err := s.store.addIntegration(ctx, &request); err != nil {
		return err
	}
	app.SuspendedOnce = true
	if _, err := s.fromOffice(ctx, app, r.Text); err != nil {
		return err
	}
	if err := s.trace(ctx, app, stepIntegration, ""); err != nil {
		return err
	}
	end := integrationTermJob{ApplicationID: app.ID, IntegrationID: request.ID}
	if err := s.Queue.Enqueue(ctx, end, jobs.At(request.DueAt)); err != nil {
		return err
	}
	due := map[string]string{"due_date": lastDay(&request).Format(time.DateOnly)}
	return s.tell(ctx, app, notifications.IntegrationRequested, due)
}

func knownKeys(def *catalogue.Definition, keys []string) error {
	for _, key := range keys {
		if fieldOf(def, key) == nil {
			return ErrIntegration.WithFields(errs.Field{Pointer: "/keys", Code: "unknown", Params: map[string]any{"key": key}})
		}
	}
	return nil
}

// AnswerIntegration adds what the office asked for; the term runs again, moved
// by the days it stood still.
func (s *Service) AnswerIntegration(ctx context.Context, id, text string, attachmentIDs []string) (View, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxText {
		return View{}, ErrIntegration.WithFields(errs.Field{Pointer: "/text", Code: "max_length", Params: map[string]any{"max": maxText}})
	}
	if text == "" && len(attachmentIDs) == 0 {
		return View{}, ErrIntegration.WithFields(errs.Field{Pointer: "/text", Code: "required"})
	}
	err := s.change(ctx, id, func(ctx context.Context, app *Application) error {
		if app.Status != IntegrationRequested {
			return ErrStep
		}
		request, err := s.store.integration(ctx, app.ID)
		if err != nil || request == nil {
			return errOr(err, ErrStep)
		}
		return s.answer(ctx, app, request, text, attachmentIDs)
	})
	if err != nil {
		return View{}, err
	}
	return s.Own(ctx, id)
}

func (s *Service) answer(ctx context.Context, app *Application, request *Integration, text string, attachmentIDs []string) error {
	files, err := s.send(ctx, app, purposeIntegration, attachmentIDs)
	if err != nil {
		return err
	}
	if err := s.resume(ctx, app, request, text); err != nil {
		return err
	}
	if _, err := s.fromApplicant(ctx, app, text, files); err != nil {
		return err
	}
	if err := s.trace(ctx, app, stepIntegrationAnswered, ""); err != nil {
		return err
	}
	if err := s.audit(ctx, app, "application.integration_answered", nil); err != nil {
		return err
	}
	receipt := integrationReceiptJob{ApplicationID: app.ID, IntegrationID: request.ID}
	if err := s.Queue.Enqueue(ctx, receipt); err != nil {
		return err
	}
	return s.tell(ctx, app, notifications.IntegrationAnswered, nil)
}

// resume closes the request and moves the term by the days of suspension.
func (s *Service) resume(ctx context.Context, app *Application, request *Integration, answer string) error {
	if err := app.moveTo(InProgress); err != nil {
		return err
	}
	now := s.now()
	request.Answer, request.ClosedAt = answer, &now
	if err := s.store.updateIntegration(ctx, request); err != nil {
		return err
	}
	if app.DueDate != nil {
		due := app.DueDate.AddDate(0, 0, min(daysBetween(request.RequestedAt, now), maxIntegrationDays))
		app.DueDate = &due
	}
	return s.watchTerm(ctx, app)
}

// send shows waiting files to the office and returns them as messages name
// them.
func (s *Service) send(ctx context.Context, app *Application, purpose string, attachmentIDs []string) ([]messages.Attachment, error) {
	wanted := slices.Compact(slices.Sorted(slices.Values(attachmentIDs)))
	if len(wanted) == 0 {
		return nil, nil
	}
	if slices.ContainsFunc(wanted, func(id string) bool { return !validID(id) }) {
		return nil, ErrAttachmentNotFound
	}
	sent, err := s.store.sendAttachments(ctx, app.ID, purpose, wanted, s.now())
	if err != nil {
		return nil, err
	}
	if int(sent) != len(wanted) {
		return nil, ErrAttachmentNotFound
	}
	rows, err := s.store.attachments(ctx, app.ID)
	var files []messages.Attachment
	for _, a := range rows {
		if slices.Contains(wanted, a.ID) {
			files = append(files, attachmentResponse(a))
		}
	}
	return files, err
}

// OwnMessages returns the conversation of an application to its applicant.
func (s *Service) OwnMessages(ctx context.Context, id string) ([]messages.Message, error) {
	app, err := s.getOwn(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.Messages.List(ctx, app.ID)
}

// MarkRead notes that the applicant has read the conversation.
func (s *Service) MarkRead(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil {
			return err
		}
		app.UnreadByApplicant = 0
		if err := s.store.touch(ctx, &app); err != nil {
			return err
		}
		return s.Messages.MarkRead(ctx, app.ID, messages.Applicant)
	})
}

// Write sends a message from the applicant to the office.
func (s *Service) Write(ctx context.Context, id, body string, attachmentIDs []string) (m messages.Message, err error) {
	if body, err = messageBody(body); err != nil {
		return m, err
	}
	err = s.change(ctx, id, func(ctx context.Context, app *Application) error {
		if !app.Status.withOffice() {
			return ErrStep
		}
		files, err := s.send(ctx, app, purposeMessage, attachmentIDs)
		if err != nil {
			return err
		}
		m, err = s.fromApplicant(ctx, app, body, files)
		return err
	})
	return m, err
}

func (s *Service) fromApplicant(ctx context.Context, app *Application, body string, files []messages.Attachment) (messages.Message, error) {
	app.UnreadByOffice++
	return s.Messages.Post(ctx, messages.Message{
		ApplicationID: app.ID, PersonID: app.ApplicantID, Sender: messages.Applicant, Author: app.ApplicantName,
		Subject: app.subject(), Body: body, Attachments: files,
	})
}
