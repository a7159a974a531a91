package applications

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

// notice is the plain sentence a step leaves in the personal area.
type notice struct{ subject, body string }

// notices holds the sentences of each step, by language. {service}, {number}
// and {due} are filled in.
var notices = map[string]map[string]notice{
	notifications.ApplicationReceived: {
		"it": {"Richiesta ricevuta", "Abbiamo ricevuto la tua richiesta {number} per «{service}». La trasmettiamo all'ufficio e ti avvisiamo quando viene protocollata."},
		"en": {"Application received", "We have received your application {number} for “{service}”. We are passing it to the office and will tell you when it is registered."},
	},
	notifications.PaymentDue: {
		"it": {"Pagamento da effettuare", "La richiesta {number} per «{service}» parte quando il pagamento è completato. Puoi pagare dalla pagina della pratica."},
		"en": {"Payment to be made", "Application {number} for “{service}” leaves as soon as the payment is complete. You can pay from its page."},
	},
	notifications.PaymentReceived: {
		"it": {"Pagamento ricevuto", "Il pagamento per la richiesta {number} risulta eseguito. La ricevuta è tra i documenti della pratica."},
		"en": {"Payment received", "The payment for application {number} has arrived. Its receipt is among the documents of the application."},
	},
	notifications.PaymentExpired: {
		"it": {"Richiesta scaduta: pagamento non arrivato", "Il pagamento per la richiesta {number} non è arrivato entro la scadenza: la richiesta «{service}» non è stata inviata e l'avviso di pagamento non è più valido. Se ti serve ancora, presenta una nuova richiesta dalla pagina del servizio."},
		"en": {"Application expired: payment not received", "The payment for application {number} did not arrive in time: the application for “{service}” was not sent and its payment notice is no longer valid. If you still need it, start a new application from the page of the service."},
	},
	notifications.ApplicationRegistered: {
		"it": {"Richiesta protocollata", "La richiesta {number} è stata protocollata. {due}La ricevuta è tra i documenti della pratica."},
		"en": {"Application registered", "Application {number} has been entered in the register. {due}The receipt is among the documents of the application."},
	},
	notifications.ApplicationAssigned: {
		"it": {"Richiesta presa in carico", "L'ufficio ha preso in carico la richiesta {number} e la sta esaminando."},
		"en": {"Application taken in charge", "The office has taken application {number} in charge and is examining it."},
	},
	notifications.IntegrationAnswered: {
		"it": {"Integrazione ricevuta", "Abbiamo ricevuto la tua integrazione per la richiesta {number}. {due}"},
		"en": {"Additional information received", "We have received what you added to application {number}. {due}"},
	},
	notifications.ApplicationAccepted: {
		"it": {"Richiesta accolta", "La richiesta {number} per «{service}» è stata accolta. Il provvedimento è tra i documenti della pratica."},
		"en": {"Application accepted", "Application {number} for “{service}” has been accepted. The act is among the documents of the application."},
	},
	notifications.ApplicationRejected: {
		"it": {"Richiesta respinta", "La richiesta {number} per «{service}» è stata respinta. Il provvedimento con le motivazioni è tra i documenti della pratica."},
		"en": {"Application rejected", "Application {number} for “{service}” has been rejected. The act with its reasons is among the documents of the application."},
	},
	notifications.ApplicationAcceptedSilence: {
		"it": {"Richiesta accolta per silenzio assenso", "Il termine per la richiesta {number} è trascorso senza risposta: per legge la richiesta è accolta. L'attestazione è tra i documenti della pratica."},
		"en": {"Application accepted by silence", "The term for application {number} has passed without an answer: by law the application is accepted. The certificate is among the documents of the application."},
	},
	notifications.DraftExpiring: {
		"it": {"La bozza sta per scadere", "La bozza per «{service}» viene eliminata tra pochi giorni. Riprendila se vuoi inviarla."},
		"en": {"Your draft is about to expire", "The draft for “{service}” will be deleted in a few days. Resume it if you want to send it."},
	},
	notifications.Withdrawn: {
		"it": {"Richiesta ritirata", "Hai ritirato la richiesta {number} per «{service}». L'ufficio non la esaminerà oltre."},
		"en": {"Application withdrawn", "You have withdrawn application {number} for “{service}”. The office will not examine it further."},
	},
	integrationExpired: {
		"it": {"Termine per integrare scaduto", "Il tempo per completare la richiesta {number} è finito. L'ufficio decide su quanto ha già ricevuto. {due}"},
		"en": {"Time to complete is over", "The time to complete application {number} is over. The office decides on what it already has. {due}"},
	},
}

// integrationExpired is news of the personal area only.
const integrationExpired = "integration_expired"

// tell brings a step to the applicant: a message in the personal area and a
// notice on the channels of the person. It counts on the row being written
// afterwards, in the same transaction.
func (s *Service) tell(ctx context.Context, app *Application, template string, params map[string]string) error {
	if text, ok := notices[template][app.Applicant.Language]; ok {
		if err := s.leave(ctx, app, text); err != nil {
			return err
		}
	}
	if template == integrationExpired {
		return nil
	}
	all := map[string]string{"service_it": app.ServiceTitleIT, "service_en": app.ServiceTitleEN, "number": app.number()}
	if app.DueDate != nil {
		all["due_date"] = app.DueDate.Format(time.DateOnly)
	}
	if template == notifications.PaymentDue || template == notifications.PaymentReceived {
		all["amount"] = strconv.FormatInt(app.TotalCents, 10)
	}
	for key, value := range params {
		all[key] = value
	}
	err := s.Notifications.Notify(ctx, notifications.Notice{
		PersonID: app.ApplicantID, Template: template, Params: all, ApplicationID: app.ID,
	})
	if err != nil {
		return fmt.Errorf("notify %s: %w", template, err)
	}
	return nil
}

func (s *Service) leave(ctx context.Context, app *Application, text notice) error {
	fill := strings.NewReplacer("{service}", app.serviceTitle(), "{number}", app.number(), "{due}", app.dueSentence())
	_, err := s.Messages.Post(ctx, messages.Message{
		ApplicationID: app.ID, PersonID: app.ApplicantID, Sender: messages.System,
		Subject: text.subject, Body: strings.TrimSpace(fill.Replace(text.body)),
	})
	app.UnreadByApplicant++
	return err
}

func (a *Application) serviceTitle() string {
	if a.Applicant.Language == "en" && a.ServiceTitleEN != "" {
		return a.ServiceTitleEN
	}
	return a.ServiceTitleIT
}

func (a *Application) dueSentence() string {
	if a.DueDate == nil {
		return ""
	}
	if a.Applicant.Language == "en" {
		return "The office must answer by " + a.DueDate.Format("2 January 2006") + ". "
	}
	return "L'ufficio deve rispondere entro il " + a.DueDate.Format("02/01/2006") + ". "
}

// asSystem marks the work of a job: nobody is acting but the product itself.
func asSystem(ctx context.Context) context.Context {
	return identity.WithActor(ctx, identity.Actor{Kind: identity.System, Name: "system"})
}
