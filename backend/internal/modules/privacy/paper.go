package privacy

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/modules/documents/pdf"
)

// pdf is the copy as people read it, laid out like the documents of the
// municipality.
func (c copied) pdf(simulated bool) ([]byte, error) {
	title := c.person.Say("I tuoi dati", "Your data")
	info := pdf.Info{
		Title: title + " - " + c.issuer.Name, Subject: c.person.Say("Copia dei dati personali", "Copy of personal data"),
		Author: c.issuer.Name, Language: c.person.Say("it-IT", "en-GB"), Created: c.at,
	}
	frame := pdf.Frame{
		RunningHead: c.issuer.Name + " · " + title, Footer: c.person.Say("Copia del ", "Copy of ") + c.person.Instant(c.at),
		PageLabel: func(n, total int) string {
			return fmt.Sprintf(c.person.Say("Pagina %d di %d", "Page %d of %d"), n, total)
		},
	}
	if warning := c.warning(simulated); warning != "" {
		frame.Watermark = c.person.Say("DIMOSTRAZIONE", "DEMONSTRATION")
	}
	return pdf.Render(info, frame, func(d *pdf.Doc) {
		c.open(d, title, simulated)
		for _, part := range c.parts {
			d.Heading(part.Title)
			if part.Note != "" {
				d.Paragraph(part.Note)
			}
			if len(part.Items) == 0 {
				d.Paragraph(c.person.Say("Nessun dato.", "Nothing."))
			}
			for _, item := range part.Items {
				if item.Title != "" {
					d.Subheading(item.Title)
				}
				d.Fields(item.Lines)
			}
		}
	})
}

func (c copied) warning(simulated bool) string {
	switch {
	case simulated:
		return c.person.Say("Dimostrazione: le identità e i pagamenti sono simulati.", "Demonstration: identities and payments are simulated.")
	case c.issuer.Demo:
		return c.person.Say("Comune dimostrativo: questo ente non esiste.", "Demonstration municipality: this body does not exist.")
	}
	return ""
}

func (c copied) open(d *pdf.Doc, title string, simulated bool) {
	var contacts []string
	for _, way := range []string{c.issuer.Phone, c.issuer.Email, c.issuer.PEC} {
		if way != "" {
			contacts = append(contacts, way)
		}
	}
	d.Letterhead(c.issuer.Name, c.issuer.Address, strings.Join(contacts, " · "))
	if warning := c.warning(simulated); warning != "" {
		d.Notice(warning)
	}
	d.Title(title, cmp.Or(c.name, c.person.ID))
	d.Paragraph(c.person.Say(
		"Questa è la copia dei dati che il Comune conserva su di te al "+c.person.Instant(c.at)+", come prevede l’articolo 15 del regolamento europeo 2016/679. "+
			"Gli stessi dati, completi e adatti a essere letti da un programma, sono nel file "+dataName+"; i documenti sono nelle cartelle accanto.",
		"This is the copy of the data that the municipality holds about you on "+c.person.Instant(c.at)+", as article 15 of European regulation 2016/679 provides. "+
			"The same data, complete and fit for software, are in the file "+dataName+"; the documents are in the folders beside it.",
	))
}
