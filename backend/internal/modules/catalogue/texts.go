package catalogue

import (
	"io/fs"
	"path"
	"reflect"
	"strconv"
	"strings"
)

// sharedTexts are the sentences that services do not repeat. Where they name
// something of the service they hold its name in braces: {office}, {days}.
type sharedTexts struct {
	stepTitles   map[string]*node // by id of the step
	declarations []Declaration
	privacy      privacyTexts
	outcomes     map[string]outcomeTexts // by kind of outcome
	sheet        sheetTexts
}

// textsYAML is the content of texts.yaml.
type textsYAML struct {
	Steps        map[string]Localized    `json:"steps"`
	Declarations []Declaration           `json:"declarations"`
	Privacy      privacyTexts            `json:"privacy"`
	Outcomes     map[string]outcomeTexts `json:"outcomes"`
	Sheet        sheetTexts              `json:"sheet"`
}

type privacyTexts struct {
	Text    Localized            `json:"text"`
	Basis   Localized            `json:"basis"`
	Special map[string]Localized `json:"special"`
}

type outcomeTexts struct {
	Accepted        Localized `json:"accepted"`
	AcceptedSilence Localized `json:"accepted_silence"`
	Rejected        Localized `json:"rejected"`
}

type sheetTexts struct {
	Requirements Localized            `json:"requirements"`
	HowTo        howToTexts           `json:"how_to"`
	Deadlines    deadlineTexts        `json:"deadlines"`
	Silence      map[string]Localized `json:"silence"`
	Conditions   Localized            `json:"conditions"`
	Contacts     Localized            `json:"contacts"`
	AfterOutcome Localized            `json:"after_outcome"`
}

type howToTexts struct {
	SignIn    Localized `json:"sign_in"`
	Fill      Localized `json:"fill"`
	Attach    Localized `json:"attach"`
	Pay       Localized `json:"pay"`
	Send      Localized `json:"send"`
	Platform  Localized `json:"platform"`
	Booking   Localized `json:"booking"`
	Assisted  Localized `json:"assisted"`
	SavedWork Localized `json:"saved_work"`
}

type deadlineTexts struct {
	Days        Localized `json:"days"`
	WorkingDays Localized `json:"working_days"`
	Immediate   Localized `json:"immediate"`
	Unknown     Localized `json:"unknown"`
	Elsewhere   Localized `json:"elsewhere"`
	Basis       Localized `json:"basis"`
}

// readTexts reads the shared sentences over those of an earlier source.
func (f *folder) readTexts(into *sharedTexts) {
	if _, err := fs.Stat(f.files, path.Join(f.name, textsFile)); err != nil {
		return
	}
	n := f.parse(textsFile, parseYAML)
	if n == nil {
		return
	}
	var content textsYAML
	d := &decoder{folder: f, file: textsFile, spots: map[string]spot{}}
	d.decode(n, reflect.ValueOf(&content).Elem(), "")
	n.writtenIn(path.Join(f.name, textsFile))
	into.stepTitles = map[string]*node{}
	if steps := n.get("steps"); steps != nil {
		for _, e := range steps.entries {
			into.stepTitles[e.key] = e.value
		}
	}
	into.declarations, into.privacy, into.outcomes, into.sheet = content.Declarations, content.Privacy, content.Outcomes, content.Sheet
}

// filled replaces the names in braces of a text by what they stand for.
func filled(text Localized, values map[string]Localized) Localized {
	for name, value := range values {
		text.IT = strings.ReplaceAll(text.IT, "{"+name+"}", value.IT)
		text.EN = strings.ReplaceAll(text.EN, "{"+name+"}", value.EN)
	}
	return text
}

func same(text string) Localized { return Localized{text, text} }

func (l Localized) missing() bool { return l == Localized{} }

// or is the text, or instead where there is none.
func (l Localized) or(instead Localized) Localized {
	if l.missing() {
		return instead
	}
	return l
}

func lines(separator string, parts ...Localized) Localized {
	var it, en []string
	for _, part := range parts {
		if !part.missing() {
			it, en = append(it, part.IT), append(en, part.EN)
		}
	}
	return Localized{strings.Join(it, separator), strings.Join(en, separator)}
}

func steps(parts ...Localized) Localized {
	var numbered []Localized
	for _, part := range parts {
		if !part.missing() {
			number := strconv.Itoa(len(numbered)+1) + ". "
			numbered = append(numbered, Localized{number + part.IT, number + part.EN})
		}
	}
	return lines("\n", numbered...)
}

// complete writes the texts that a service leaves to those that all share.
func (t sharedTexts) complete(d *Definition, defaultDeclarations bool) {
	if d.Online() && defaultDeclarations {
		d.Declarations = append(append([]Declaration{}, t.missingDeclarations(d)...), d.Declarations...)
	}
	t.completePrivacy(d)
	t.completeOutcomes(d)
	t.completeSheet(d)
}

func (t sharedTexts) missingDeclarations(d *Definition) []Declaration {
	var missing []Declaration
	for _, shared := range t.declarations {
		given := false
		for _, own := range d.Declarations {
			given = given || own.Key == shared.Key
		}
		if !given {
			missing = append(missing, shared)
		}
	}
	return missing
}

const defaultRetention = 10

func (t sharedTexts) completePrivacy(d *Definition) {
	if !d.Online() {
		return
	}
	p := &d.Privacy
	if p.Years == 0 {
		p.Years = defaultRetention
	}
	p.Basis = p.Basis.or(t.privacy.Basis)
	var special []Localized
	for _, kind := range p.Special {
		special = append(special, t.privacy.Special[kind])
	}
	p.Text = p.Text.or(filled(lines("\n\n", append([]Localized{t.privacy.Text}, special...)...), map[string]Localized{
		"office": OfficeName(d.Office), "basis": p.Basis, "years": same(strconv.Itoa(p.Years)),
	}))
	if p.Version == "" {
		p.Version = shortHash(p.Text)
	}
}

func (t sharedTexts) completeOutcomes(d *Definition) {
	if !d.Online() {
		return
	}
	if d.Texts == nil {
		d.Texts = Texts{}
	}
	own, general := t.outcomes[d.OutcomeKind], t.outcomes["default"]
	set := func(key string, text Localized) {
		if _, given := d.Texts[key]; !given && !text.missing() {
			d.Texts[key] = filled(text, map[string]Localized{"title": d.Title})
		}
	}
	for _, outcome := range d.Outcomes {
		switch outcome {
		case "accepted":
			set(outcome, own.Accepted.or(general.Accepted))
		case "rejected":
			set(outcome, own.Rejected.or(general.Rejected))
		}
	}
	if d.Deadline.Silence == "assent" {
		set("accepted_silence", own.AcceptedSilence.or(general.AcceptedSilence))
	}
}

func (t sharedTexts) completeSheet(d *Definition) {
	s := &d.Sheet
	s.Requirements = s.Requirements.or(t.sheet.Requirements)
	s.HowTo = s.HowTo.or(t.howTo(d))
	s.Deadlines = s.Deadlines.or(t.deadlines(d))
	s.Conditions = s.Conditions.or(t.sheet.Conditions)
	s.Contacts = s.Contacts.or(t.sheet.Contacts)
	if d.Online() {
		s.AfterOutcome = s.AfterOutcome.or(t.sheet.AfterOutcome)
	}
}

func (t sharedTexts) howTo(d *Definition) Localized {
	how := t.sheet.HowTo
	if !d.Online() {
		return lines("\n\n", steps(how.Platform), how.Assisted)
	}
	attach, pay, book := how.Attach, how.Pay, how.Booking
	if !d.hasFiles() {
		attach = Localized{}
	}
	if len(d.Fees) == 0 {
		pay = Localized{}
	}
	if d.Appointment != "required" {
		book = Localized{}
	}
	return lines("\n\n", steps(how.SignIn, how.Fill, attach, how.Send, pay, book), how.SavedWork, how.Assisted)
}

func (t sharedTexts) deadlines(d *Definition) Localized {
	texts, deadline := t.sheet.Deadlines, d.Deadline
	text := texts.Unknown
	switch {
	case !d.Online():
		text = texts.Elsewhere
	case deadline.Immediate:
		text = texts.Immediate
	case deadline.Days > 0 && deadline.Unit == WorkingDays:
		text = texts.WorkingDays
	case deadline.Days > 0:
		text = texts.Days
	}
	basis := texts.Basis
	if deadline.Basis.missing() {
		basis = Localized{}
	}
	return filled(lines("\n\n", lines(" ", text, basis), t.sheet.Silence[deadline.Silence]), map[string]Localized{
		"days": same(strconv.Itoa(deadline.Days)), "basis": deadline.Basis,
	})
}
