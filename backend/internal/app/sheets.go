package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"strings"

	"github.com/yuin/goldmark"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// PublishSheets gives every digital service of every municipality its sheet on
// the website, which is the only door to it, and brings the sheets up to date
// that no editor has touched.
func (a *App) PublishSheets(ctx context.Context) error {
	towns, err := a.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, id := range towns {
		if err := a.publishSheets(database.WithTenant(ctx, id)); err != nil {
			problems = append(problems, fmt.Errorf("service sheets of %s: %w", id, err))
		}
	}
	return errors.Join(problems...)
}

// sheetsAtStart is PublishSheets for a server: a sheet that fails is no reason
// to stay away.
func (a *App) sheetsAtStart(ctx context.Context) {
	if err := a.PublishSheets(ctx); err != nil {
		slog.ErrorContext(ctx, "service sheets are missing", "error", err)
	}
}

// offer changes what the municipality of ctx does with a service, and its sheet.
func (a *App) offer(ctx context.Context, serviceID, status, office string) error {
	if err := a.Catalogue.Offer(ctx, serviceID, status, office); err != nil {
		return err
	}
	if err := a.public.Changed(ctx); err != nil {
		return err
	}
	definition, err := a.Catalogue.Definition(ctx, serviceID)
	if errors.Is(err, catalogue.ErrNotFound) {
		return a.Content.UnlinkService(ctx, serviceID)
	}
	if err != nil {
		return err
	}
	return a.publishSheet(ctx, definition)
}

func (a *App) publishSheets(ctx context.Context) error {
	page := catalogue.Page{Next: ""}
	for {
		var err error
		if page, err = a.Catalogue.List(ctx, catalogue.Query{Limit: 100, Cursor: page.Next}); err != nil {
			return err
		}
		for _, definition := range page.Items {
			if err := a.publishSheet(ctx, definition); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
	}
}

// publishSheet writes the sheet of a service, unless the website has one of its
// own: that one gets the way into the service.
func (a *App) publishSheet(ctx context.Context, d *catalogue.Definition) error {
	way := channel(d)
	if strings.HasPrefix(d.Access.URL, "/") {
		way = nil // a page of the site: its sheet leads there by itself
	}
	linked, err := a.Content.LinkService(ctx, d.ID, way)
	if err != nil || linked {
		return err
	}
	unit, contact, err := a.officeContents(ctx, d.Office)
	if err != nil {
		return err
	}
	data := sheetData(d)
	data["responsible_unit"] = unit
	if contact != "" {
		data["contact_points"] = []string{contact}
	}
	_, _, err = a.Content.Put(ctx, content.Import{
		Type: "service", Key: "catalogue:" + d.ID, Data: data, Publish: true, Anyway: true,
	})
	return err
}

// officeContents are the contents of the website about an office: those that
// the municipality has written, or a few lines made from its settings.
func (a *App) officeContents(ctx context.Context, id string) (unit, contact string, err error) {
	office, err := a.Tenants.Office(ctx, id)
	if errors.Is(err, tenants.ErrUnknownOffice) {
		name := catalogue.OfficeName(id)
		office, err = tenants.Office{ID: id, Name: tenants.Text(name)}, nil
	}
	if err != nil {
		return "", "", err
	}
	if office.Unit != "" {
		known, err := a.Content.IDByKey(ctx, office.Unit)
		if err == nil {
			return known, "", nil
		}
		if !errors.Is(err, content.ErrNotFound) {
			return "", "", err
		}
	}
	contact, _, err = a.Content.Put(ctx, content.Import{Type: "contact_point", Key: "office:" + id + ":contact", Publish: true, Anyway: true, Data: map[string]any{
		"title": both(office.Name.IT, office.Name.EN), "items": officeItems(office),
	}})
	if err != nil {
		return "", "", err
	}
	unit, _, err = a.Content.Put(ctx, content.Import{Type: "organizational_unit", Key: "office:" + id, Publish: true, Anyway: true, Data: officeData(office, contact)})
	return unit, contact, err
}

func officeItems(o tenants.Office) []map[string]any {
	var items []map[string]any
	for _, item := range []struct{ kind, value string }{
		{"indirizzo", o.Address}, {"telefono", o.Phone}, {"email", o.Email},
	} {
		if item.value != "" {
			items = append(items, map[string]any{"type": item.kind, "value": item.value})
		}
	}
	return items
}

func officeData(o tenants.Office, contact string) map[string]any {
	return map[string]any{
		"title": both(o.Name.IT, o.Name.EN), "unit_type": "ufficio", "contact_points": []string{contact}, "no_people": true,
		"short_description": both("Segue le richieste dei servizi online.", "Handles the requests of the online services."),
		"opening_hours":     map[string]any{"text": both(paragraph(o.Hours.IT), paragraph(o.Hours.EN))},
	}
}

// sheetData maps the sheet of a service to the fields of the content model.
func sheetData(d *catalogue.Definition) map[string]any {
	sheet := d.Sheet
	data := map[string]any{
		"title": both(d.Title.IT, d.Title.EN), "short_description": both(d.Abstract.IT, d.Abstract.EN),
		"categories": []string{d.Category}, "topics": known("topics", d.Topics), "life_events": known("life-events", d.LifeEvents),
		"audience_text": rich(sheet.Audience), "extended_description": rich(sheet.Description), "how_to": rich(sheet.HowTo),
		"needed_items": plainList(sheet.Needed), "output_text": rich(sheet.Outcome),
		"times_text": timesOf(sheet), "terms_text": rich(sheet.Conditions), "further_info": rich(sheet.Contacts),
		"outcome_procedure": rich(afterOutcome(d)), "digital_channel": []map[string]any{channel(d)}, "booking_enabled": true,
		"business_events": known("business-events", d.BusinessEvents), "interactivity_level": "LEVEL4",
		"catalogue_id": d.ID, "identifier": d.ID, "service_status": "active",
	}
	for key, text := range map[string]catalogue.Localized{
		"needed_intro": sheet.Requirements, "special_cases": sheet.SpecialCases, "constraints": sheet.Constraints,
	} {
		if text.IT != "" {
			data[key] = rich(text)
		}
	}
	if !d.Online() {
		data["interactivity_level"] = "LEVEL1"
	}
	if d.Status != catalogue.Active {
		data["service_status"] = "inactive"
		data["status_reason"] = both("<p>In questo momento il servizio non accetta richieste.</p>", "<p>At the moment the service takes no requests.</p>")
	}
	if d.Deadline.Days > 0 {
		data["max_days"], data["max_days_unit"], data["silence_effect"] = d.Deadline.Days, d.Deadline.Unit, d.Deadline.Silence
	}
	if len(sheet.Costs) > 0 {
		data["costs"], data["cost_items"] = costsText(sheet.Costs), costItems(sheet.Costs)
	}
	return data
}

// channel is the button of a sheet: into the form, or to the platform.
func channel(d *catalogue.Definition) map[string]any {
	c := map[string]any{"label": both(d.Access.Label.IT, d.Access.Label.EN)}
	if d.Online() {
		c["service_definition_id"] = d.ID
		return c
	}
	c["url"] = d.Access.URL
	if d.Access.Platform != "" {
		c["platform"] = d.Access.Platform
	}
	return c
}

// afterOutcome tells what follows; a platform that delivers the service sees
// to it by itself.
func afterOutcome(d *catalogue.Definition) catalogue.Localized {
	if d.Sheet.AfterOutcome.IT != "" || d.Online() {
		return d.Sheet.AfterOutcome
	}
	return d.Sheet.Outcome
}

func both(it, en string) map[string]string { return map[string]string{"it": it, "en": en} }

// known keeps the codes that the model's vocabulary has.
func known(vocabulary string, codes []string) []string {
	out := []string{}
	for _, code := range codes {
		if _, ok := content.TermOf(vocabulary, code); ok {
			out = append(out, code)
		}
	}
	return out
}

// rich writes Markdown as a rich text; what that may hold the module sees to.
func rich(t catalogue.Localized) map[string]string { return both(markdown(t.IT), markdown(t.EN)) }

func markdown(source string) string {
	var out bytes.Buffer
	if err := goldmark.Convert([]byte(source), &out); err != nil {
		return paragraph(source)
	}
	return out.String()
}

func paragraph(s string) string {
	if s == "" {
		return ""
	}
	return "<p>" + html.EscapeString(s) + "</p>"
}

func plainList(texts []catalogue.Localized) []map[string]string {
	out := make([]map[string]string, len(texts))
	for i, t := range texts {
		out[i] = both(t.IT, t.EN)
	}
	return out
}

// timesOf tells the deadlines and, as a list, the steps of the procedure.
func timesOf(sheet catalogue.Sheet) map[string]string {
	in := func(lang string) string {
		var b strings.Builder
		b.WriteString(markdown(sheet.Deadlines.In(lang)))
		if len(sheet.Phases) > 0 {
			b.WriteString("<ol>")
			for _, phase := range sheet.Phases {
				b.WriteString("<li><strong>" + html.EscapeString(phase.Title.In(lang)) + "</strong>: " + html.EscapeString(phase.Text.In(lang)) + "</li>")
			}
			b.WriteString("</ol>")
		}
		return b.String()
	}
	return both(in("it"), in("en"))
}

func costsText(costs []catalogue.Cost) map[string]string {
	in := func(lang string) string {
		var b strings.Builder
		b.WriteString("<ul>")
		for _, c := range costs {
			b.WriteString("<li>" + html.EscapeString(c.Reason.In(lang)))
			if c.AmountCents != nil {
				amount := fmt.Sprintf("%d.%02d €", *c.AmountCents/100, *c.AmountCents%100)
				if lang == "it" {
					amount = strings.Replace(amount, ".", ",", 1)
				}
				b.WriteString(": " + amount)
			}
			if c.Note != nil {
				b.WriteString(". " + html.EscapeString(c.Note.In(lang)))
			}
			b.WriteString("</li>")
		}
		return b.String() + "</ul>"
	}
	return both(in("it"), in("en"))
}

func costItems(costs []catalogue.Cost) []map[string]any {
	items := make([]map[string]any, len(costs))
	for i, c := range costs {
		items[i] = map[string]any{"label": both(c.Reason.IT, c.Reason.EN)}
		if c.AmountCents != nil {
			items[i]["amount"] = *c.AmountCents
		}
		if c.Note != nil {
			items[i]["description"] = both(c.Note.IT, c.Note.EN)
		}
	}
	return items
}
