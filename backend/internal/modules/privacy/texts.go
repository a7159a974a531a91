package privacy

import (
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
)

// Text is a text in the two languages of the product.
type Text = documents.Localized

// actions says in words what the trail keeps as codes.
var actions = map[string]Text{
	"application.started":               {IT: "Inizio della richiesta", EN: "Application started"},
	"application.deleted":               {IT: "Cancellazione della bozza", EN: "Draft deleted"},
	"application.submitted":             {IT: "Invio della richiesta", EN: "Application sent"},
	"application.withdrawn":             {IT: "Ritiro della richiesta", EN: "Application withdrawn"},
	"application.expired":               {IT: "Chiusura della richiesta per scadenza del termine", EN: "Application closed because its term ended"},
	"application.read":                  {IT: "Lettura della pratica", EN: "Application read"},
	"application.attachment_read":       {IT: "Apertura di un documento allegato", EN: "Attached document opened"},
	"application.document_read":         {IT: "Apertura di un documento emesso dal Comune", EN: "Document of the municipality opened"},
	"application.messages_read":         {IT: "Lettura dei messaggi", EN: "Messages read"},
	"application.message_sent":          {IT: "Invio di un messaggio", EN: "Message sent"},
	"application.assigned":              {IT: "Presa in carico della pratica", EN: "Application taken in charge"},
	"application.released":              {IT: "Restituzione della pratica all’ufficio", EN: "Application given back to the office"},
	"application.integration_requested": {IT: "Richiesta di integrazioni", EN: "Request for missing documents"},
	"application.integration_answered":  {IT: "Invio delle integrazioni", EN: "Missing documents sent"},
	"application.decided":               {IT: "Decisione sulla pratica", EN: "Decision on the application"},
	"payment.requested":                 {IT: "Registrazione di un importo da pagare", EN: "Sum due recorded"},
	"payment.opened":                    {IT: "Preparazione dell’avviso pagoPA", EN: "pagoPA notice prepared"},
	"payment.refused":                   {IT: "Avviso rifiutato da pagoPA", EN: "Notice refused by pagoPA"},
	"payment.position_lost":             {IT: "Avviso non più presente su pagoPA", EN: "Notice no longer on pagoPA"},
	"payment.checkout":                  {IT: "Apertura della pagina di pagamento", EN: "Payment page opened"},
	"payment.cancelled":                 {IT: "Annullamento dell’importo da pagare", EN: "Sum due cancelled"},
	"payment.settled":                   {IT: "Registrazione del pagamento", EN: "Payment recorded"},
	"payment.mismatched":                {IT: "Registrazione di un pagamento di importo diverso", EN: "Payment of a different amount recorded"},
	"payment.receipt_amount_differs":    {IT: "Segnalazione di una ricevuta con importo diverso", EN: "Receipt with a different amount reported"},
	"payment.refund_due":                {IT: "Registrazione di un rimborso dovuto", EN: "Refund due recorded"},
	"data_export.requested":             {IT: "Richiesta di una copia dei dati", EN: "Copy of the data asked for"},
	"data_export.prepared":              {IT: "Preparazione della copia dei dati", EN: "Copy of the data prepared"},
	"data_export.downloaded":            {IT: "Scaricamento della copia dei dati", EN: "Copy of the data downloaded"},
	"signed-in":                         {IT: "Accesso all’area personale", EN: "Sign-in to the personal area"},
	"signed-out":                        {IT: "Uscita dall’area personale", EN: "Sign-out from the personal area"},
	"token-issued":                      {IT: "Accesso con un’applicazione", EN: "Sign-in with an app"},
	"profile-changed":                   {IT: "Modifica dei contatti nel profilo", EN: "Contacts in the profile changed"},
}

var unknownAction = Text{IT: "Operazione sui tuoi dati", EN: "Operation on your data"}

// ActionText says in words what an action of the trail is; false for one that
// has no words of its own yet.
func ActionText(action string) (Text, bool) {
	text, ok := actions[action]
	if !ok {
		text = unknownAction
	}
	return text, ok
}

// What data are used for.
var (
	purposeCase    = Text{IT: "Gestione della pratica", EN: "Handling of the application"}
	purposePayment = Text{IT: "Riscossione del pagamento", EN: "Collection of the payment"}
	purposeCopy    = Text{IT: "Copia dei tuoi dati", EN: "Copy of your data"}
	purposeAccess  = Text{IT: "Accesso e profilo", EN: "Sign-in and profile"}
)

func purposeOf(action string) Text {
	switch {
	case strings.HasPrefix(action, "application."):
		return purposeCase
	case strings.HasPrefix(action, "payment."):
		return purposePayment
	case strings.HasPrefix(action, "data_export."):
		return purposeCopy
	}
	return purposeAccess
}

// Who acts, when it is no office with a name.
var (
	whoSelf   = Text{IT: "Tu", EN: "You"}
	whoPerson = Text{IT: "Un’altra persona", EN: "Another person"}
	whoOffice = Text{IT: "Personale del Comune", EN: "Staff of the municipality"}
	whoSystem = Text{IT: "Sistema informatico del Comune, in automatico", EN: "The municipality’s system, automatically"}
)
