// Package catalogue knows what the municipality offers. A service is a folder
// of data: a sheet, a form, its fees, its procedure and its texts. The package
// reads such folders, refuses the faulty ones with file, line and reason, and
// gives the other modules one engine that cleans, checks, prices and prints
// what a person filled in. Nothing here knows any single service.
package catalogue

import (
	"encoding/json"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Localized is a text in the two languages of the product.
type Localized struct {
	IT string `json:"it" yaml:"it"`
	EN string `json:"en" yaml:"en"`
} //	@name	Localized

// In returns the text in lang, or in Italian when lang is unknown or empty.
func (l Localized) In(lang string) string {
	if lang == "en" && l.EN != "" {
		return l.EN
	}
	return l.IT
}

// Definition is one version of a service: everything its sheet, form,
// procedure and texts need. It is immutable once loaded.
type Definition struct {
	ID             string            `json:"id"`
	Version        string            `json:"version"`
	Title          Localized         `json:"title"`
	Abstract       Localized         `json:"summary"`
	Category       string            `json:"category"`
	Topics         []string          `json:"topics"`
	LifeEvents     []string          `json:"life_events"`
	BusinessEvents []string          `json:"business_events,omitempty"`
	Audience       []string          `json:"audience,omitempty"`
	Kind           string            `json:"kind,omitempty"`      // what the applicant does: an istanza, a communication, a booking…
	Archetype      string            `json:"archetype,omitempty"` // model of flow
	OutcomeKind    string            `json:"outcome_kind,omitempty"`
	Appointment    string            `json:"appointment,omitempty"` // required, optional or not_relevant
	Limits         Limits            `json:"limits,omitzero"`
	Related        []string          `json:"related,omitempty"`
	Status         string            `json:"status"`
	Office         string            `json:"office"`
	Access         Access            `json:"access"`
	Deadline       Deadline          `json:"deadline"`
	Outcomes       []string          `json:"outcomes"`
	Fees           []FeeRule         `json:"fees"`
	Form           Form              `json:"form"`
	Declarations   []Declaration     `json:"declarations"`
	Privacy        Privacy           `json:"privacy"`
	PrefillFrom    map[string]string `json:"prefill"` // field key → path in the person
	Texts          Texts             `json:"texts"`
	Keywords       Keywords          `json:"keywords"`
	Sheet          Sheet             `json:"sheet"`
	Example        *ExampleData      `json:"-"`

	schema func() (*jsonschema.Schema, error) // compiled when it is first needed
	fields map[string]*Field                  // by key; fields of lists as list[].key
}

// Online tells whether people apply here; otherwise a national platform
// delivers the service and the sheet leads there.
func (d *Definition) Online() bool { return d.Access.URL == "" }

// Access says how a person opens the online form, or where the platform is
// that delivers the service instead.
type Access struct {
	Label    Localized `json:"label"`
	MinLevel int       `json:"min_level"` // 0 when any identity will do
	Platform string    `json:"platform,omitempty" example:"anpr"`
	URL      string    `json:"url,omitempty" format:"uri"`
} //	@name	ServiceAccess

// Units of a deadline.
const (
	CalendarDays = "days"
	WorkingDays  = "working_days"
)

// Deadline is the term of the procedure and what silence means after it.
type Deadline struct {
	Days      int       `json:"days"`                // 0 when it is immediate or not fixed
	Immediate bool      `json:"immediate,omitempty"` // effective when it is sent
	Unit      string    `json:"unit,omitempty"`      // days or working_days
	Basis     Localized `json:"basis,omitzero"`
	Silence   string    `json:"silence"` // none, assent or refusal
}

// Limits are the bounds within which a service can be asked for.
type Limits struct {
	Windows      []Window `json:"windows,omitempty"`
	PerPerson    *Limit   `json:"per_person,omitempty"`
	PerHousehold *Limit   `json:"per_household,omitempty"` // of those who live at the same address
	Maximum      int      `json:"maximum,omitempty"`       // applications in a window
} //	@name	ServiceLimits

// Window is a time in which a service can be asked for: of every year (MM-DD)
// or once (YYYY-MM-DD). Both days belong to it.
type Window struct {
	From string `json:"from" example:"01-10"`
	To   string `json:"to" example:"01-31"`
} //	@name	ServiceWindow

// Limit is how many applications are admitted, each year, while one is open,
// or ever.
type Limit struct {
	Max  int    `json:"max"`
	Each string `json:"each" enums:"year,open,ever"`
} //	@name	ServiceLimit

// Declaration is a statement the applicant makes before sending (DPR 445/2000).
type Declaration struct {
	Key      string    `json:"key"`
	Text     Localized `json:"text"`
	Required bool      `json:"required"`
} //	@name	Declaration

// Privacy is the notice the applicant reads first.
type Privacy struct {
	Version string    `json:"version"`
	Text    Localized `json:"text"`
	Basis   Localized `json:"basis,omitzero"`
	Special []string  `json:"special,omitempty" enums:"health,religion,judicial,minors"`
	Years   int       `json:"years,omitempty"` // how long the data are kept
} //	@name	PrivacyNotice

// Texts are the passages that documents and messages of a procedure quote, in
// Markdown: accepted, rejected, and the optional accepted_silence.
type Texts map[string]Localized

// Keywords are further words that find the service.
type Keywords struct {
	IT []string `json:"it"`
	EN []string `json:"en"`
}

// Sheet is the public description of a service.
type Sheet struct {
	Audience     Localized   `json:"audience"`
	Description  Localized   `json:"description"`
	HowTo        Localized   `json:"how_to"`
	Requirements Localized   `json:"requirements"`
	Needed       []Localized `json:"needed"`
	Outcome      Localized   `json:"outcome"`
	Deadlines    Localized   `json:"deadlines"`
	Phases       []Phase     `json:"phases"`
	Costs        []Cost      `json:"costs"`
	SpecialCases Localized   `json:"special_cases"`
	Constraints  Localized   `json:"constraints"`
	AfterOutcome Localized   `json:"after_outcome"`
	Conditions   Localized   `json:"conditions"`
	Contacts     Localized   `json:"contacts"`
	LastUpdate   string      `json:"last_update"` // YYYY-MM-DD
}

// Phase is a step of the procedure as the sheet tells it.
type Phase struct {
	Title Localized `json:"title"`
	Text  Localized `json:"text"`
} //	@name	ServicePhase

// Cost is what a person pays, as the sheet tells it; AmountCents is nil when
// the amount depends on the answers.
type Cost struct {
	Reason      Localized  `json:"reason"`
	AmountCents *int64     `json:"amount_cents" extensions:"x-nullable"`
	Note        *Localized `json:"note,omitempty"`
} //	@name	ServiceCost

// FeeRule prices an application: a fixed amount, an expression, or a table of
// which the first row that holds counts. When is a condition for the whole fee.
type FeeRule struct {
	Code        string    `json:"code"`
	Reason      Localized `json:"reason"`
	Kind        string    `json:"kind"` // fee or stamp_duty
	When        string    `json:"when,omitempty"`
	AmountCents *int64    `json:"amount_cents,omitempty"`
	Amount      string    `json:"amount,omitempty"`
	Table       []FeeRow  `json:"table,omitempty"`
}

// FeeRow is one band of a fee table; an empty When always holds.
type FeeRow struct {
	When   string `json:"when,omitempty"`
	Amount string `json:"amount"`
}

// Fee is a computed amount due.
type Fee struct {
	Code        string    `json:"code"`
	Reason      Localized `json:"reason"`
	AmountCents int64     `json:"amount_cents"`
	Kind        string    `json:"kind"`
}

// Form is the JSON Schema of the data and the layout that asks for it.
type Form struct {
	Schema json.RawMessage `json:"schema"`
	Steps  []Step          `json:"steps"`
}

// Step is a page of the form.
type Step struct {
	ID       string    `json:"id"`
	Title    Localized `json:"title"`
	Sections []Section `json:"sections"`
} //	@name	FormStep

// Section is a card of a step.
type Section struct {
	ID        string     `json:"id"`
	Title     Localized  `json:"title"`
	Help      *Localized `json:"help,omitempty"`
	VisibleIf string     `json:"visible_if,omitempty"`
	Fields    []Field    `json:"fields"`
} //	@name	FormSection

// Field asks for one value, a group of values (list) or a file.
type Field struct {
	Key         string     `json:"key"`
	Type        string     `json:"type" enums:"text,textarea,email,tel,url,tax_code,vat_number,iban,plate,notice_code,number,money,date,time,year,radio,select,checkboxes,ranking,checkbox,street,point,area,signature,list,file,computed,info"`
	Label       Localized  `json:"label"`
	Help        *Localized `json:"help,omitempty"`
	Required    bool       `json:"required,omitempty"`
	RequiredIf  string     `json:"required_if,omitempty"`
	VisibleIf   string     `json:"visible_if,omitempty"`
	ReadOnly    bool       `json:"read_only,omitempty"`
	Options     []Option   `json:"options,omitempty"`
	Min         any        `json:"min,omitempty"` // number, or date: see README of the catalogue
	Max         any        `json:"max,omitempty"`
	MinItems    *int       `json:"min_items,omitempty"`
	MaxItems    *int       `json:"max_items,omitempty"`
	UniqueBy    string     `json:"unique_by,omitempty"` // key that no two items of a list may share
	MinLength   *int       `json:"min_length,omitempty"`
	MaxLength   *int       `json:"max_length,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Prefill     string     `json:"prefill,omitempty"` // path in the person
	AutoComp    string     `json:"autocomplete,omitempty"`
	Value       string     `json:"value,omitempty"`
	Fields      []Field    `json:"fields,omitempty"`
	ItemLabel   *Localized `json:"item_label,omitempty"`
	Integer     bool       `json:"integer,omitempty"`                                                                // of a number: no decimals
	Unit        *Localized `json:"unit,omitempty"`                                                                   // of a number: what stands after the box
	Weekdays    []int      `json:"weekdays,omitempty"`                                                               // of a date: the ISO days that may be chosen, 1 is Monday
	WorkingDays bool       `json:"working_days,omitempty"`                                                           // of a date: no Sundays and no holidays
	Step        *int       `json:"step,omitempty"`                                                                   // of a time: minutes between two that may be chosen
	Source      string     `json:"source,omitempty" enums:"countries,provinces,municipalities,schools,school_years"` // of a select: the list that options come from, /form-options/{source}
	MaxArea     *int64     `json:"max_area,omitempty"`                                                               // of an area: square metres
	Display     string     `json:"display,omitempty" enums:"cards,table"`                                            // of a list
	Format      string     `json:"format,omitempty" enums:"money,date"`                                              // of a computed value
	Kind        string     `json:"kind,omitempty" enums:"note,warning"`                                              // of an info
	Accept      []string   `json:"accept,omitempty"`
	MaxBytes    *int64     `json:"max_bytes,omitempty"`
	MaxFiles    *int       `json:"max_files,omitempty"`
} //	@name	FormField

// Option is one answer of a closed question.
type Option struct {
	Value string     `json:"value"`
	Label Localized  `json:"label"`
	Help  *Localized `json:"help,omitempty"`
} //	@name	FormOption

// Env is what expressions may read besides the data.
type Env struct {
	Today  time.Time
	Person map[string]any
}

// FieldError says what is wrong with one answer. Code is stable and keys the
// text that screens show; Params fill that text.
type FieldError struct {
	Pointer string
	Code    string
	Params  map[string]any
	Step    string
	Section string
	Field   string
}

// SummaryStep is a step as the summary and the receipt show it.
type SummaryStep struct {
	Title    string
	Sections []SummarySection
}

// SummarySection is a card of the summary.
type SummarySection struct {
	Title string
	Rows  []SummaryRow
}

// SummaryRow is one answer in words.
type SummaryRow struct {
	Label string
	Value string
}

// ExampleData is a complete valid application, for tests and demonstrations.
type ExampleData struct {
	Data         map[string]any `json:"data"`
	Person       map[string]any `json:"person"`
	Attachments  []string       `json:"attachments"`
	Declarations []string       `json:"declarations"`
	Today        string         `json:"today"`
}
