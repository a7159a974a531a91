package applications

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
)

// HeldApplication is an application as the copy of a person's data tells it:
// what the applicant sees, and who they were when they sent it.
type HeldApplication struct {
	Response
	Applicant Applicant `json:"applicant"`
}

// HeldAttachment is a file that a person gave; Path is where it lies in the copy.
type HeldAttachment struct {
	ApplicationID string `json:"application_id"`
	messages.Attachment
	SentAt *time.Time `json:"sent_at,omitempty"`
	Path   string     `json:"path"`
}

// HeldDocument is a document issued to a person.
type HeldDocument struct {
	ApplicationID string `json:"application_id"`
	DocumentRef
	SHA256 string `json:"sha256"`
	Path   string `json:"path"`
}

// PersonalData tells the applications of a person with their files and the
// documents issued for them. However many they are, they are read together.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	views, err := s.everything(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	apps := personaldata.Part{Name: "applications", Title: p.Say("Pratiche", "Applications")}
	files := personaldata.Part{Name: "attachments", Title: p.Say("Documenti che hai allegato", "Documents you attached")}
	papers := personaldata.Part{Name: "documents", Title: p.Say("Documenti emessi dal Comune", "Documents issued by the municipality")}
	held, given, issued := []HeldApplication{}, []HeldAttachment{}, []HeldDocument{}
	for _, v := range views {
		item, err := s.applicationItem(ctx, p, v)
		if err != nil {
			return nil, err
		}
		apps.Items = append(apps.Items, item)
		held = append(held, HeldApplication{newResponse(v), v.Applicant})
		for _, a := range v.Attachments {
			h := heldAttachment(v, a)
			given = append(given, h)
			files.Items = append(files.Items, attachmentItem(p, v, h))
			files.Files = append(files.Files, personaldata.File{Path: h.Path, SHA256: a.SHA256, Open: s.contentOf(a)})
		}
		for _, d := range v.Documents {
			h := heldDocument(v, d)
			issued = append(issued, h)
			papers.Items = append(papers.Items, documentItem(p, v, h))
			papers.Files = append(papers.Files, personaldata.File{Path: h.Path, SHA256: d.SHA256, Open: s.paperOf(d)})
		}
	}
	apps.Data, files.Data, papers.Data = held, given, issued
	return []personaldata.Part{apps, files, papers}, nil
}

func (s *Service) contentOf(a Attachment) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		_, content, err := s.Documents.OpenFile(ctx, a.FileID)
		return content, err
	}
}

func (s *Service) paperOf(d documents.Document) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		_, content, err := s.Documents.OpenDocument(ctx, d.ID)
		return content, err
	}
}

// everything reads the applications of a person with all that is around them,
// with as many statements for a hundred as for one.
func (s *Service) everything(ctx context.Context, personID string) ([]View, error) {
	apps, err := s.store.allOfPerson(ctx, personID)
	if err != nil || len(apps) == 0 {
		return nil, err
	}
	ids, views, byID := make([]string, len(apps)), make([]View, len(apps)), map[string]*View{}
	for i, app := range apps {
		ids[i], views[i] = app.ID, View{Application: app, Now: s.now()}
		byID[app.ID] = &views[i]
		if views[i].OfficeName, err = s.officeName(ctx, app.Office); err != nil {
			return nil, err
		}
	}
	around, err := s.store.around(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range around.attachments {
		byID[a.ApplicationID].Attachments = append(byID[a.ApplicationID].Attachments, a)
	}
	subjects := map[string]map[string]*View{"application": byID, "payment": {}, "integration": {}}
	for _, i := range around.integrations {
		byID[i.ApplicationID].Integration = &i
		subjects["integration"][i.ID] = byID[i.ApplicationID]
	}
	due, err := s.Payments.ForSubject(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for _, p := range due {
		v := byID[p.SubjectID]
		subjects["payment"][p.ID] = v
		if v.PaymentID != nil && *v.PaymentID == p.ID {
			v.Payment = &p
		}
	}
	if err := s.addPapers(ctx, subjects); err != nil {
		return nil, err
	}
	for i := range views {
		views[i].Timeline = timeline(&views[i], around.steps[views[i].ID])
	}
	return views, nil
}

// addPapers adds the documents issued about what the views have: kinds of
// subject, and in each the view by the subject's id.
func (s *Service) addPapers(ctx context.Context, subjects map[string]map[string]*View) error {
	for kind, views := range subjects {
		if len(views) == 0 {
			continue
		}
		list, err := s.Documents.Documents(ctx, kind, slices.Collect(maps.Keys(views))...)
		if err != nil {
			return err
		}
		for _, d := range list {
			views[d.SubjectID].Documents = append(views[d.SubjectID].Documents, d)
		}
	}
	for _, v := range subjects["application"] {
		slices.SortStableFunc(v.Documents, func(a, b documents.Document) int { return a.CreatedAt.Compare(b.CreatedAt) })
	}
	return nil
}

// folderOf is where the files of an application lie in the copy.
func folderOf(v View) string {
	if v.Number != nil {
		return *v.Number
	}
	return v.ID
}

// pathOf is where a file lies in the copy. Two files may have one name: the end
// of the id, which is random, tells them apart.
func pathOf(kind string, v View, id, name string) string {
	return fmt.Sprintf("%s/%s/%s-%s", kind, folderOf(v), id[len(id)-8:], documents.SafeName(name))
}

func heldAttachment(v View, a Attachment) HeldAttachment {
	return HeldAttachment{v.ID, attachmentResponse(a), utc(a.SentAt), pathOf("allegati", v, a.ID, a.FileName)}
}

func heldDocument(v View, d documents.Document) HeldDocument {
	return HeldDocument{v.ID, documentRefs([]documents.Document{d})[0], d.SHA256, pathOf("documenti", v, d.ID, d.FileName)}
}

func (a *Application) titleIn(p personaldata.Person) string {
	return p.Say(a.ServiceTitleIT, a.ServiceTitleEN) + " " + a.number()
}

func attachmentItem(p personaldata.Person, v View, h HeldAttachment) personaldata.Item {
	return personaldata.Item{Title: h.FileName, Lines: [][2]string{
		{p.Say("Pratica", "Application"), v.titleIn(p)}, {p.Say("Caricato il", "Uploaded on"), p.Instant(h.UploadedAt)},
		{p.Say("Inviato il", "Sent on"), p.InstantOf(h.SentAt)}, {p.Say("Dimensione", "Size"), p.Size(h.Size)},
		{p.Say("Impronta SHA-256", "SHA-256 fingerprint"), h.SHA256}, {p.Say("In questa copia", "In this copy"), h.Path},
	}}
}

func documentItem(p personaldata.Person, v View, h HeldDocument) personaldata.Item {
	return personaldata.Item{Title: p.Say(h.Title.IT, h.Title.EN), Lines: [][2]string{
		{p.Say("Pratica", "Application"), v.titleIn(p)}, {p.Say("Emesso il", "Issued on"), p.Instant(h.CreatedAt)},
		{p.Say("Codice di verifica", "Verification code"), documents.GroupCode(h.VerificationCode)},
		{p.Say("Impronta SHA-256", "SHA-256 fingerprint"), h.SHA256}, {p.Say("In questa copia", "In this copy"), h.Path},
	}}
}

// statusWords are the states of an application as people read them.
var statusWords = map[Status]catalogue.Localized{
	Draft: {IT: "bozza", EN: "draft"}, AwaitingPayment: {IT: "in attesa di pagamento", EN: "awaiting payment"},
	Submitted: {IT: "inviata", EN: "sent"}, Registered: {IT: "protocollata", EN: "registered"},
	InProgress: {IT: "in lavorazione", EN: "in progress"}, IntegrationRequested: {IT: "in attesa di integrazioni", EN: "awaiting missing documents"},
	Accepted: {IT: "accolta", EN: "accepted"}, AcceptedSilence: {IT: "accolta per silenzio assenso", EN: "accepted by tacit assent"},
	Rejected: {IT: "respinta", EN: "rejected"}, Withdrawn: {IT: "ritirata", EN: "withdrawn"}, Expired: {IT: "scaduta", EN: "expired"},
}

func (s *Service) applicationItem(ctx context.Context, p personaldata.Person, v View) (personaldata.Item, error) {
	status := statusWords[v.Status]
	item := personaldata.Item{Title: v.titleIn(p), Lines: [][2]string{
		{p.Say("Stato", "Status"), p.Say(status.IT, status.EN)}, {p.Say("Ufficio", "Office"), p.Say(v.OfficeName.IT, v.OfficeName.EN)},
		{p.Say("Iniziata il", "Started on"), p.Instant(v.CreatedAt)}, {p.Say("Inviata il", "Sent on"), p.InstantOf(v.SubmittedAt)},
		{p.Say("Numero di protocollo", "Register number"), v.RegistrationNumber},
		{p.Say("Termine per la risposta", "Answer due by"), p.Day(v.DueDate)},
		{p.Say("Decisa il", "Decided on"), p.InstantOf(v.DecidedAt)}, {p.Say("Motivazione", "Reasons"), v.Reasons},
		{p.Say("Richiedente", "Applicant"), v.ApplicantName + " · " + v.ApplicantTaxCode},
	}}
	if i := v.Integration; i != nil {
		item.Lines = append(item.Lines, [2]string{p.Say("Integrazioni chieste", "Asked to add"), i.Text},
			[2]string{p.Say("Risposta alle integrazioni", "Answer"), i.Answer})
	}
	def, err := s.Catalogue.DefinitionVersion(ctx, v.ServiceID, v.ServiceVersion)
	if errors.Is(err, catalogue.ErrNotFound) {
		return item, nil // the answers are among the data all the same
	}
	if err != nil {
		return item, fmt.Errorf("definition of application %s: %w", v.ID, err)
	}
	for _, step := range def.Summary(v.Data, p.Language) {
		for _, section := range step.Sections {
			for _, row := range section.Rows {
				item.Lines = append(item.Lines, [2]string{row.Label, row.Value})
			}
		}
	}
	return item, nil
}
