package content

import (
	_ "embed"
	"net/mail"
	"strings"
)

// licenceText is the text on the licence of contents that the legal notes of
// every municipality must hold, word for word.
//
//go:embed licence.it.txt
var licenceText string

// perType looks at what only some types can get wrong.
func (in *inspection) perType() {
	switch in.t.Type {
	case "service":
		in.service()
	case "event":
		in.event()
	case "contact_point":
		in.contactPoint()
	case "page":
		in.page()
	case "public_document", "form_document", "transparency_item":
		if f, ok := in.t.Field("retention_until"); ok && in.data["personal_data"] == true && in.data["retention_until"] == nil {
			in.add(Block, "personal_data_expiry", f.Key, f.Label)
		}
	}
	in.period()
}

func (in *inspection) period() {
	start, end := momentOf(in.t, in.t.Date, in.data, false), momentOf(in.t, in.t.EndDate, in.data, true)
	if start != nil && end != nil && end.Before(*start) {
		f, _ := in.t.Field(in.t.EndDate)
		in.add(Block, "dates_order", f.Key, f.Label)
	}
}

func (in *inspection) service() {
	unit, _ := in.t.Field("responsible_unit")
	if to, ok := in.refs[str(in.data["responsible_unit"])]; ok && to.Type == "organizational_unit" {
		data, err := decode(to.Data)
		if err == nil && (data["main_place"] == nil || data["contact_points"] == nil) {
			in.add(Override, "unit_incomplete", unit.Key, unit.Label)
		}
	}
	phases, _ := in.t.Field("phases")
	for _, phase := range groups(in.data["phases"]) {
		if (phase["date"] == nil) == (phase["days"] == nil) {
			in.add(Block, "phase_when", phases.Key, phases.Label)
		}
	}
	channel, _ := in.t.Field("digital_channel")
	for _, c := range groups(in.data["digital_channel"]) {
		if c["url"] == nil && c["service_definition_id"] == nil {
			in.add(Block, "channel_target", channel.Key, channel.Label)
		}
	}
}

func (in *inspection) event() {
	prices, given := in.data["prices"].(map[string]any)
	if given && prices["free"] != true && prices["items"] == nil {
		f, _ := in.t.Field("prices")
		in.add(Override, "prices_missing", f.Key, f.Label)
	}
}

func (in *inspection) contactPoint() {
	f, _ := in.t.Field("items")
	for _, item := range groups(in.data["items"]) {
		value, valid := str(item["value"]), true
		switch v := vocabularies["contact-point-types"]; v.root(str(item["type"])) {
		case "email", "pec":
			_, err := mail.ParseAddress(value)
			valid = err == nil
		case "telefono", "fax":
			valid = phone.MatchString(value) && strings.HasPrefix(value, "+")
		case "url":
			valid = validURL(value)
		}
		if !valid {
			in.add(Block, "contact_value", f.Key, f.Label, value)
		}
	}
}

func (in *inspection) page() {
	if in.data["role"] != "legal_notes" {
		return
	}
	for _, block := range groups(in.data["body"]) {
		if strings.Contains(sameWords(plain(localised(block["text"])["it"])), sameWords(licenceText)) {
			return
		}
	}
	in.add(Block, "legal_notes", "body")
}

// sameWords brings texts that read the same to the same form.
func sameWords(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, "'", "’")), " "))
}
