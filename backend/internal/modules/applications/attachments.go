package applications

import (
	"context"
	"regexp"
	"slices"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// Keys of files that no form asks for.
const (
	keyIntegration = "integration"
	keyMessage     = "message"
)

// maxLoose is how many files may wait to be sent with a message or an answer.
const maxLoose = 10

// place is where a new file goes: why it is given and what is accepted.
type place struct {
	purpose string
	limits  documents.Limits
	max     int
}

// Attach adds a file to an application of the acting citizen. The content is
// stored first and the rows added afterwards, so that no transaction waits for
// the storage.
func (s *Service) Attach(ctx context.Context, id, key, name string, content []byte) (Attachment, error) {
	app, err := s.getOwn(ctx, id)
	if err != nil {
		return Attachment{}, err
	}
	where, err := s.placeOf(ctx, &app, key)
	if err != nil {
		return Attachment{}, err
	}
	var attachment Attachment
	_, err = s.Documents.SaveFile(ctx, name, content, where.limits, func(ctx context.Context, file documents.File) error {
		attachment = Attachment{
			ID: ids.New(), ApplicationID: id, Purpose: where.purpose, Key: key, FileID: file.ID, FileName: file.Name,
			ContentType: file.ContentType, Size: file.Size, SHA256: file.SHA256, UploadedAt: s.now(),
		}
		return s.addAttachment(ctx, id, where, &attachment)
	})
	return attachment, err
}

func (s *Service) addAttachment(ctx context.Context, id string, where place, attachment *Attachment) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil {
			return err
		}
		if again, err := s.placeOf(ctx, &app, attachment.Key); err != nil || again.purpose != where.purpose {
			return errOr(err, ErrStep) // the application moved on during the upload
		}
		files, err := s.store.attachments(ctx, id)
		if err != nil {
			return err
		}
		if waiting(files, where.purpose, attachment.Key) >= where.max {
			return ErrAttachmentCount.WithFields(errs.Field{Pointer: "/key", Code: "max_items", Params: map[string]any{"max": where.max}})
		}
		return s.store.addAttachment(ctx, attachment)
	})
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// waiting counts the files not yet sent: by key in a form, together elsewhere.
func waiting(files []Attachment, purpose, key string) int {
	n := 0
	for _, f := range files {
		if f.SentAt == nil && f.Purpose == purpose && (purpose != purposeForm || f.Key == key) {
			n++
		}
	}
	return n
}

// placeOf decides whether a file may be given now under the key.
func (s *Service) placeOf(ctx context.Context, app *Application, key string) (place, error) {
	switch {
	case app.Status == Draft:
		def, err := s.Catalogue.Definition(ctx, app.ServiceID)
		if err != nil {
			return place{}, err
		}
		return formPlace(def, key)
	case app.Status.withOffice() && key == keyMessage:
		return place{purpose: purposeMessage, max: maxLoose}, nil
	case app.Status == IntegrationRequested:
		request, err := s.store.integration(ctx, app.ID)
		if err != nil {
			return place{}, err
		}
		if key != keyIntegration && (request == nil || !slices.Contains(request.Keys, key)) {
			return place{}, ErrAttachmentKey
		}
		return place{purpose: purposeIntegration, max: maxLoose}, nil
	}
	return place{}, ErrStep
}

func formPlace(def *catalogue.Definition, key string) (place, error) {
	field := fieldOf(def, key)
	if field == nil || field.Type != "file" {
		return place{}, ErrAttachmentKey.WithFields(errs.Field{Pointer: "/key", Code: "unknown"})
	}
	p := place{purpose: purposeForm, limits: documents.Limits{Types: field.Accept}, max: 1}
	if field.MaxBytes != nil {
		p.limits.MaxBytes = *field.MaxBytes
	}
	if field.MaxFiles != nil {
		p.max = *field.MaxFiles
	}
	return p, nil
}

var itemKey = regexp.MustCompile(`^(.+)\[(\d{1,3})\]\.(.+)$`)

// fieldOf finds a field of the form by its key, also inside a list:
// children[0].certificate.
func fieldOf(def *catalogue.Definition, key string) *catalogue.Field {
	for _, step := range def.Form.Steps {
		for _, section := range step.Sections {
			if field := findField(section.Fields, key); field != nil {
				return field
			}
		}
	}
	return nil
}

func findField(fields []catalogue.Field, key string) *catalogue.Field {
	item := itemKey.FindStringSubmatch(key)
	for i := range fields {
		switch {
		case fields[i].Key == key:
			return &fields[i]
		case item != nil && fields[i].Type == "list" && fields[i].Key == item[1]:
			return findField(fields[i].Fields, item[3])
		}
	}
	return nil
}

// Detach takes back a file that was not sent yet.
func (s *Service) Detach(ctx context.Context, id, attachmentID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if _, err := s.lockOwn(ctx, id); err != nil {
			return err
		}
		attachment, err := s.store.attachment(ctx, id, attachmentID)
		if err != nil {
			return err
		}
		if attachment.SentAt != nil {
			return ErrStep
		}
		return s.dropFile(ctx, &attachment)
	})
}

func (s *Service) dropFile(ctx context.Context, a *Attachment) error {
	if err := s.store.deleteAttachment(ctx, a); err != nil {
		return err
	}
	return s.Documents.DeleteFile(ctx, a.FileID)
}

// dropHidden removes the files of questions that the answers have hidden since
// they were given, as the answers of such questions are removed.
func (s *Service) dropHidden(ctx context.Context, app *Application, def *catalogue.Definition, env catalogue.Env) error {
	files, err := s.store.attachments(ctx, app.ID)
	if err != nil {
		return err
	}
	for _, f := range files {
		if asked(def, app.Data, f.Key, env) {
			continue
		}
		if err := s.dropFile(ctx, &f); err != nil {
			return err
		}
	}
	return nil
}

// asked tells whether the form asks for the file with these answers: only
// then too many of them are a mistake.
func asked(def *catalogue.Definition, data map[string]any, key string, env catalogue.Env) bool {
	field := fieldOf(def, key)
	if field == nil {
		return false
	}
	if field.MaxFiles == nil {
		return true
	}
	problems := def.Validate(data, map[string]int{key: *field.MaxFiles + 1}, nil, env)
	return slices.ContainsFunc(problems, func(p catalogue.FieldError) bool { return p.Field == key && p.Code == "max_items" })
}

// Paper is the content of a file or of a document, to download.
type Paper struct {
	Name        string
	ContentType string
	Content     []byte
}

// OwnAttachment returns a file of the acting citizen's application.
func (s *Service) OwnAttachment(ctx context.Context, id, attachmentID string) (Paper, error) {
	if _, err := s.getOwn(ctx, id); err != nil {
		return Paper{}, err
	}
	attachment, err := s.store.attachment(ctx, id, attachmentID)
	if err != nil {
		return Paper{}, err
	}
	return s.openFile(ctx, attachment)
}

// OfficeAttachment returns a file that the applicant sent to the acting
// operator's office.
func (s *Service) OfficeAttachment(ctx context.Context, id, attachmentID string) (Paper, error) {
	app, err := s.getVisible(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	attachment, err := s.store.attachment(ctx, id, attachmentID)
	if err != nil {
		return Paper{}, err
	}
	if attachment.SentAt == nil {
		return Paper{}, ErrAttachmentNotFound
	}
	if err := s.audit(ctx, &app, "application.attachment_read", map[string]string{"attachment": attachmentID}); err != nil {
		return Paper{}, err
	}
	return s.openFile(ctx, attachment)
}

func (s *Service) openFile(ctx context.Context, a Attachment) (Paper, error) {
	file, content, err := s.Documents.OpenFile(ctx, a.FileID)
	return Paper{Name: file.Name, ContentType: file.ContentType, Content: content}, err
}

// OwnDocument returns a document issued for the acting citizen's application.
func (s *Service) OwnDocument(ctx context.Context, id, documentID string) (Paper, error) {
	app, err := s.getOwn(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	return s.openDocument(ctx, &app, documentID)
}

// OfficeDocument returns a document issued for an application of the acting
// operator's office.
func (s *Service) OfficeDocument(ctx context.Context, id, documentID string) (Paper, error) {
	app, err := s.getVisible(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	if err := s.audit(ctx, &app, "application.document_read", map[string]string{"document": documentID}); err != nil {
		return Paper{}, err
	}
	return s.openDocument(ctx, &app, documentID)
}

func (s *Service) openDocument(ctx context.Context, app *Application, documentID string) (Paper, error) {
	request, err := s.store.integration(ctx, app.ID)
	if err != nil {
		return Paper{}, err
	}
	known, err := s.papers(ctx, app, request)
	if err != nil {
		return Paper{}, err
	}
	if !slices.ContainsFunc(known, func(d documents.Document) bool { return d.ID == documentID }) {
		return Paper{}, ErrDocumentNotFound
	}
	doc, content, err := s.Documents.OpenDocument(ctx, documentID)
	return Paper{Name: doc.FileName, ContentType: doc.ContentType, Content: content}, err
}

// papers lists every document about the application, its payment and its
// integration.
func (s *Service) papers(ctx context.Context, app *Application, request *Integration) ([]documents.Document, error) {
	list, err := s.Documents.Documents(ctx, "application", app.ID)
	if err != nil {
		return nil, err
	}
	if app.PaymentID != nil {
		more, err := s.Documents.Documents(ctx, "payment", *app.PaymentID)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	if request != nil {
		more, err := s.Documents.Documents(ctx, "integration", request.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	slices.SortStableFunc(list, func(a, b documents.Document) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return list, nil
}

// visible tells whether the acting operator may see the application.
func visible(ctx context.Context, app *Application) bool {
	actor := identity.ActorFrom(ctx)
	return actor.Kind == identity.Operator && app.SubmittedAt != nil && actor.InOffice(app.Office)
}
